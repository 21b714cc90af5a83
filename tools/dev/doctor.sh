# shellcheck shell=bash
mapfile -t missing < <(missing_packages build test check)
if ((${#missing[@]})); then
    say "Debian packages that ./dev would install when needed: ${missing[*]}"
fi
[[ -x out/bin/vitrine ]] || die "nothing is built yet: ./dev up builds and serves"
exec out/bin/vitrine doctor "$@"
