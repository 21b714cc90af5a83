#!/usr/bin/env bash
# ./dev test mutants: each patch in this folder breaks one guard. Its head says which test has to turn red:
#   # Breaks: what the guard was for
#   # Build: ninja targets of the test preset, or `release TARGET...` for tests that run the shipped programs; none for the site
#   # Red: the command that must fail
# A patch whose command stays green fails this suite. The work tree is copied, so nothing of it is touched.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

copy="$(mktemp -d)"
report="$PWD/out/test/mutants/mutants.xml"
mkdir -p "$(dirname "$report")"
trap 'rm -rf "$copy"' EXIT
git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents -t "$copy" 2>/dev/null || true
ln -s "$PWD/node_modules" "$copy/node_modules"
for workspace in web tests demo; do
    [[ ! -d "$workspace/node_modules" ]] || ln -s "$PWD/$workspace/node_modules" "$copy/$workspace/node_modules"
done
mkdir -p "$copy/out"
cp -a out/web out/media out/demo "$copy/out/"

field() { sed -n "s/^# $1: //p" "$2"; }

build() { # WORDS of the Build line
    local preset=test
    (($#)) || return 0 # what is not built
    if [[ "${1:-}" == release ]]; then
        preset=release
        shift
    fi
    (cd "$copy" && export CCACHE_BASEDIR="$copy" && cmake --preset "$preset" >/dev/null && ninja -C "out/build/$preset" "$@" >"$copy/build.log" 2>&1)
}

cases="" total=0 failures=0
for patch in tests/mutants/*.patch; do
    name="$(basename "$patch" .patch)"
    (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
    total=$((total + 1))
    patch -s -d "$copy" -p1 <"$patch"
    read -ra targets <<<"$(field Build "$patch")"
    verdict=""
    if ! build "${targets[@]}"; then
        verdict="does not build: $(tail -n 3 "$copy/build.log" | tr -d '<>&"')"
    elif (cd "$copy" && bash -c "$(field Red "$patch")" >"$copy/red.log" 2>&1); then
        verdict="survived: nothing noticed"
    fi
    patch -s -R -d "$copy" -p1 <"$patch"
    if [[ -z "$verdict" ]]; then
        echo "caught    $name ($(field Breaks "$patch"))"
        cases+="<testcase name=\"$name\"/>"
    else
        failures=$((failures + 1))
        echo "SURVIVED  $name: $verdict"
        cases+="<testcase name=\"$name\"><failure message=\"$verdict\"/></testcase>"
    fi
done
printf '<testsuites tests="%s" failures="%s"><testsuite name="mutants">%s</testsuite></testsuites>\n' "$total" "$failures" "$cases" >"$report"
((failures == 0))
