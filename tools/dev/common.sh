# What the verbs of ./dev share: phases with their times, set-up, freshness. Sourced, with the repository as the current folder.
# shellcheck shell=bash

export PATH="$PWD/node_modules/.bin:$PATH"
mkdir -p out/log
chmod 700 out/log # it holds what running shops say

# Words for people go to stderr where stdout belongs to a program's own output.
say() { printf '%s\n' "$*" >&2; }
die() {
    say "./dev: $*"
    exit 1
}

seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# phase LABEL COMMAND...: runs it with its output in out/log/LABEL.log, shows the last line as progress on a terminal,
# prints its time, and shows the end of the log when it fails.
phase() {
    local label="$1" started="$EPOCHREALTIME" log job status
    shift
    log="out/log/${label// /-}.log"
    if [[ -t 2 ]]; then
        "$@" >"$log" 2>&1 </dev/null &
        job=$!
        while kill -0 "$job" 2>/dev/null; do
            printf '\r\033[K  %-14s %s' "$label" "$(tail -n 1 "$log" 2>/dev/null | tr -d '\r\033' | cut -c1-90)" >&2
            sleep 0.2
        done
        printf '\r\033[K' >&2
        if ! wait "$job"; then failed_phase "$label" "$log"; fi
    else
        # Not `if !`: in a condition bash goes on after each command that fails.
        set +e
        (
            set -e
            "$@"
        ) >"$log" 2>&1 </dev/null
        status=$?
        set -e
        ((status == 0)) || failed_phase "$label" "$log"
    fi
    printf '  %-14s %6s s\n' "$label" "$(seconds_since "$started")" >&2
}

failed_phase() {
    tail -n 40 "$2" >&2
    die "$1 failed; the whole log is $2"
}

# fresh STAMP PATH...: is the stamp newer than every file below these paths?
fresh() {
    local stamp="$1"
    shift
    [[ -e "$stamp" ]] && [[ -z "$(find "$@" -name node_modules -prune -o -type f -newer "$stamp" -print -quit)" ]]
}

# ---- set-up ----

# packages_that_are there|missing STAGE...: those of these stages whose proof is found, or is not.
packages_that_are() {
    local wanted="$1" name stage proof found
    shift
    while read -r name stage proof; do
        [[ -z "$name" || "$name" == \#* || " $* " != *" $stage "* ]] && continue
        found=missing
        case "$proof" in
            cmd:*) ! command -v "${proof#cmd:}" >/dev/null || found=there ;;
            file:*) [[ ! -e "${proof#file:}" ]] || found=there ;;
            *) die "tools/setup/debian-packages.txt: '$proof' is neither cmd:NAME nor file:PATH" ;;
        esac
        [[ "$found" != "$wanted" ]] || echo "$name"
    done <tools/setup/debian-packages.txt
}
missing_packages() { packages_that_are missing "$@"; }

install_packages() {
    local sudo=()
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || die "these Debian packages are missing, and installing them needs root or sudo: $*"
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -q
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# need STAGE...: the Debian packages of these stages, and the npm packages of the lock file.
need() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]})); then
        command -v apt-get >/dev/null || die "missing, and this is no Debian to install them on: ${missing[*]}"
        phase packages install_packages "${missing[@]}"
        mapfile -t missing < <(missing_packages "$@")
        ((${#missing[@]} == 0)) || die "still missing after apt-get install: ${missing[*]}"
    fi
    if ! cmp -s package-lock.json node_modules/.vitrine-lock; then
        phase "npm ci" npm ci --no-audit --no-fund
        cp package-lock.json node_modules/.vitrine-lock
    fi
}

# ---- build ----

# configure PRESET: what CMake found depends on what was installed then, so after another verb has installed more it looks again.
configure() {
    local folder="out/build/$1" packages
    packages="$(packages_that_are there build test)"
    [[ -f "$folder/build.ninja" && "$packages" == "$(cat "$folder/packages.txt" 2>/dev/null)" ]] && return
    cmake --preset "$1"
    printf '%s\n' "$packages" >"$folder/packages.txt"
}

# build_with PRESET TARGET...
build_with() {
    local preset="$1"
    shift
    configure "$preset"
    ninja -C "out/build/$preset" "$@"
}

build_demo() {
    fresh out/demo/items.jsonl demo package-lock.json && return
    node demo/build.ts
}

build_site() {
    fresh out/web/index.html web api package-lock.json && return
    npm run --silent generate -w web && npm run --silent build -w web
}

# build_all [TARGET...]: programs, all or these, the demo shop, the site. Nothing to do takes a fraction of a second.
build_all() {
    need build
    phase programs build_with release "${@:-programs}"
    fresh out/demo/items.jsonl demo package-lock.json || phase "demo shop" build_demo
    fresh out/web/index.html web api package-lock.json || phase site build_site
}
