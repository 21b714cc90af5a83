#!/usr/bin/env bash
# ./dev test mutants [NAME...]: each patch in this folder breaks one guard. Its head says which test has to turn red:
#   # Breaks: what the guard was for
#   # Build: ninja targets of the test preset, or `release TARGET...` for tests that run the shipped programs; none for the site
#   # Red: the command that must fail
# A patch whose command stays green fails this suite, and so does a command that is red without the patch: it would
# prove nothing. The work tree is copied, so nothing of it is touched; what is built once is built for all patches.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"

for name in "$@"; do
    [[ -f "tests/mutants/$name.patch" ]] || {
        echo "'$name' is no patch of tests/mutants" >&2
        exit 2
    }
done

copy="$(mktemp -d)"
report="$PWD/out/test/mutants/mutants.xml"
mkdir -p "$(dirname "$report")"
trap 'rm -rf "$copy"' EXIT
git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents -t "$copy" 2>/dev/null || true
for modules in node_modules {web,tests,demo}/node_modules; do
    [[ ! -d "$modules" ]] || ln -s "$PWD/$modules" "$copy/$modules"
done
mkdir -p "$copy/out"
for made in web media demo; do
    [[ ! -d "out/$made" ]] || cp -a "out/$made" "$copy/out/"
done
export NO_COLOR=1 # so that `noticed` finds its line

field() { sed -n "s/^# $1: //p" "$2"; }

build() { # WORDS of the Build line
    local preset=test
    (($#)) || return 0 # what is not built
    if [[ "$1" == release ]]; then
        preset=release
        shift
    fi
    if [[ ! -f "$copy/out/build/$preset/build.ninja" ]]; then
        (cd "$copy" && cmake --preset "$preset" >"$copy/build.log" 2>&1) || return
    fi
    (cd "$copy" && ninja -C "out/build/$preset" "$@" >"$copy/build.log" 2>&1)
}

green() { (cd "$copy" && bash -c "$1" >"$copy/red.log" 2>&1); }

# The line of a red log that says what was noticed.
noticed() { grep -a -m 1 -E ' broke at step |\[  FAILED  \]|^ *(FAIL|×) ' "$copy/red.log" | tr -d '<>&"\033' | sed 's/^ *//' | cut -c 1-200 || true; }

declare -A sound=() # commands that are green on the whole tree
is_sound() {        # BUILD RED
    [[ -z "${sound[$2]:-}" ]] || return 0
    local targets
    read -ra targets <<<"$1"
    build "${targets[@]}" && green "$2" && sound[$2]=yes
}

verdict_on() { # PATCH: nothing where it is caught
    local patch="$1" what red targets verdict=""
    what="$(field Build "$patch")" red="$(field Red "$patch")"
    read -ra targets <<<"$what"
    if ! is_sound "$what" "$red"; then
        verdict="is red, or does not build, without the patch: $(noticed)"
    elif ! patch -s -F 0 -d "$copy" -p1 <"$patch" >"$copy/build.log" 2>&1; then
        echo "does not fit: $(tr -d '<>&"' <"$copy/build.log" | tr '\n' ' ')"
        return
    else
        if ! build "${targets[@]}"; then
            verdict="does not build: $(grep -m 1 -E 'error|FAILED' "$copy/build.log" | tr -d '<>&"')"
        elif green "$red"; then
            verdict="survived: nothing noticed"
        fi
        patch -s -R -d "$copy" -p1 <"$patch"
    fi
    echo "$verdict"
}

cases="" total=0 failures=0
for patch in tests/mutants/*.patch; do
    name="$(basename "$patch" .patch)"
    (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
    total=$((total + 1)) begun=$SECONDS
    verdict_on "$patch" >"$copy/verdict" # not in a subshell: what is sound is remembered
    verdict="$(<"$copy/verdict")"
    if [[ -z "$verdict" ]]; then
        echo "caught    $name ($(field Breaks "$patch")) in $((SECONDS - begun)) s: $(noticed)"
        cases+="<testcase name=\"$name\"/>"
    else
        failures=$((failures + 1))
        echo "SURVIVED  $name: $verdict"
        cases+="<testcase name=\"$name\"><failure message=\"$verdict\"/></testcase>"
    fi
done
printf '<testsuites tests="%s" failures="%s"><testsuite name="mutants">%s</testsuite></testsuites>\n' "$total" "$failures" "$cases" >"$report"
((failures == 0))
