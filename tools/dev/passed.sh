# shellcheck shell=bash
# Which of the unit suite's runners need not run again: those that passed, and nothing that they are built of or read has changed since.
# Their JUnit files are kept, so the sum is that of the whole suite. Sourced, after common.sh. `rm -r out/passed` has all of them run again.

# passed_before RUNNER PATH...: has it passed since the last change below these paths?
passed_before() {
    local runner="$1"
    shift
    fresh "out/passed/$runner.xml" "$@"
}

# keep_passed RUNNER FOLDER: keeps its JUnit file from there if nothing in it failed. The file is as old as out/started, which is touched
# before a run: what changed meanwhile was not tried.
keep_passed() {
    local file="$2/$1.xml"
    [[ -s "$file" ]] && ! grep -qE '<(failure|error)[ >]' "$file" || return 0
    mkdir -p out/passed
    cp "$file" "out/passed/$1.xml"
    touch -r out/started "out/passed/$1.xml"
}

# unless_passed RUNNER 'PATH...' COMMAND...: runs it, with the name of its JUnit file as the last word, unless it passed before.
unless_passed() {
    local runner="$1" paths
    read -ra paths <<<"$2"
    shift 2
    if passed_before "$runner" "${paths[@]}"; then
        cp "out/passed/$runner.xml" out/test/unit/
        printf '%s: unchanged since it passed\n' "$runner"
        return
    fi
    touch out/started
    "$@" "$PWD/out/test/unit/$runner.xml" || return
    keep_passed "$runner" out/test/unit
}
