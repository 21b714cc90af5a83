# shellcheck shell=bash
# ./dev test [SUITE...] [MUTANT...] [--long] [--seeds N] [--against ENV]: each suite is a function below that leaves JUnit files
# in out/test/SUITE/; their sums are the last line. --long and --seeds are resilience's: its full size, and how many runs the
# simulator makes. A name of tests/mutants runs that one alone. --against has the functional suite ask the shop that runs in an
# environment, and builds nothing.
all=(unit functional resilience browser infra)
# shellcheck source=tools/dev/sums.sh
source tools/dev/sums.sh
# shellcheck source=tools/dev/passed.sh
source tools/dev/passed.sh
suites=() mutants=() long='' seeds='' against=''
while (($#)); do
    case "$1" in
        --long) long=true ;;
        --seeds)
            [[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || die "--seeds needs a number"
            seeds="$2"
            shift
            ;;
        --against)
            against="${2:-none}"
            shift
            ;;
        -*) die "'$1' is no option; there are: --long, --seeds N, --against ENV" ;;
        *) [[ -f "tests/mutants/$1.patch" ]] && mutants+=("$1") || suites+=("$1") ;;
    esac
    shift
done
((${#mutants[@]} == 0)) || [[ " ${suites[*]} " == *" mutants "* ]] || suites+=(mutants)
((${#suites[@]})) || suites=("${all[@]}")
set -- "${suites[@]}"

suite_unit() {
    local status=0
    build_with test tests
    test_programs || status=1
    unless_passed demo 'demo package-lock.json' vitest_of demo || status=1
    unless_passed web 'web api tests/cases package-lock.json' vitest_of web || status=1
    return "$status"
}

vitest_of() { npm run --silent test -w "$1" -- --reporter=default --reporter=junit --outputFile="$2"; } # WORKSPACE FILE

# The C++ ones that are not what they were when they passed, or whose data is not.
test_programs() {
    local program data changed=() status=0
    mapfile -t data < <(git ls-files app.yaml docs demo services host lib tests | grep -vE '\.(cpp|hpp|txt|ts)$')
    while read -r program; do
        if passed_before "${program##*/}" "$program" "${data[@]}"; then
            cp "out/passed/${program##*/}.xml" out/test/unit/
        else
            changed+=("${program##*/}")
        fi
    done < <(find out/build/test -name '*_tests' -type f -perm -u+x)
    printf 'C++ programs that have not passed as they are now: %s\n' "${changed[*]:-none}"
    ((${#changed[@]})) || return 0
    touch out/started
    (cd out/build/test && GTEST_OUTPUT="xml:$PWD/../../test/unit/" ctest -R "^($(IFS='|' && echo "${changed[*]}"))\$" --output-on-failure --no-tests=error -j2) || status=1
    for program in "${changed[@]}"; do keep_passed "$program" out/test/unit; done
    return "$status"
}

# A network in which one may be a name server, at port 53: root has it, others get one of their own.
own_network() {
    if ((EUID == 0)); then
        "$@"
    else
        unshare --map-root-user --net sh -c 'ip link set lo up && exec "$@"' sh "$@"
    fi
}

# One project after the other: each has shops of its own, and the machine to itself.
suite_functional() {
    local project status=0 projects=(contract functional frozen host package durability)
    [[ -z "$against" ]] || projects=(functional)
    for project in "${projects[@]}"; do
        (cd tests && "$([[ "$project" == package ]] && echo own_network || echo env)" vitest run --project "$project" --reporter=default --reporter=junit \
            --outputFile.junit="../out/test/functional/$project.xml") || status=1
    done
    return "$status"
}

suite_browser() {
    PLAYWRIGHT_JUNIT_OUTPUT_FILE="$PWD/out/test/browser/browser.xml" npm run --silent browser -w tests -- --reporter=list,junit
}

suite_simulation() {
    local runs="${seeds:-$([[ -n "$long" ]] && printf 20000 || printf 1000)}"
    build_with release simulation
    out/test/bin/simulation --seeds "$runs"
    printf '<testsuites tests="%s" failures="0"/>\n' "$runs" >"out/test/$suite/simulation.xml"
}

suite_resilience() {
    suite_simulation
    (cd tests && env ${long:+VITRINE_LONG=1} vitest run --project resilience --reporter=default --reporter=junit \
        --outputFile.junit=../out/test/resilience/shop.xml)
}

# skip NAME REASON: of this suite something stays untried. It counts as one skipped test, and the last lines say why.
skip() {
    printf '%s: skipped, because %s\n' "$suite" "$2" | tee -a out/test/skipped
    printf '<testsuites tests="1"><testcase name="%s"><skipped/></testcase></testsuites>\n' "$1" >"out/test/$suite/skipped.xml"
}

# Terraform's plans, judged; then the shop on the tables of prod's plan. What is deployed has to be packaged first: Terraform reads the zips.
suite_infra() {
    local project projects=(infra) status=0
    # shellcheck source=tools/setup/terraform.sh
    source tools/setup/terraform.sh
    # shellcheck source=tools/setup/dynamodb-local.sh
    source tools/setup/dynamodb-local.sh
    # shellcheck source=tools/setup/checkov.sh
    source tools/setup/checkov.sh
    need infra
    need_terraform
    need_provider
    need_checkov
    if [[ "$VITRINE_PROVIDER" == stand-in ]]; then
        need_dynamodb_local
        export VITRINE_PLAN="$PWD/out/infra/prod.json"
        rm -rf out/infra
        projects+=(planned-tables)
    else
        skip 'the shop on the tables of the plan' "$VITRINE_SKIPPED"
    fi
    node tools/package/main.ts
    for project in "${projects[@]}"; do
        (cd tests && vitest run --project "$project" --reporter=default --reporter=junit \
            --outputFile.junit="../out/test/infra/$project.xml") || status=1
    done
    return "$status"
}

# The functions of the last commit, built in two folders whose names differ in length, once from nothing and once with what ccache has:
# the zips have to be the same bytes. Minutes, so by name only.
suite_reproducible() {
    local one another zip count=0
    clones="$(mktemp -d)" # global: the trap reads it after this function is done
    trap 'rm -rf "$clones"' EXIT
    one="$clones/here" another="$clones/a longer name/there"
    build_functions_in "$one" CCACHE_DISABLE=1
    build_functions_in "$another"
    for zip in "$one"/out/package/*.zip; do
        cmp "$zip" "$another/out/package/${zip##*/}"
        count=$((count + 1))
    done
    printf '<testsuites tests="%s" failures="0"/>\n' "$count" >"out/test/$suite/zips.xml"
}

build_functions_in() { # FOLDER [VARIABLE=VALUE...]
    local folder="$1"
    shift
    git clone --quiet --shared . "$folder"
    ln -s "$PWD/node_modules" "$folder/node_modules"
    mkdir -p "$folder/out/web"
    (cd "$folder" && export CCACHE_BASEDIR="$PWD" && env "$@" cmake --preset release && env "$@" ninja -C out/build/release functions && node tools/package/main.ts)
}

# The host's tests under ThreadSanitizer: functions have one thread each, so there is nothing to see in them. Minutes, so by name only.
suite_threads() {
    build_with tsan host_{app,tables,endpoint,functions,gateway,events,faults,cli}_tests
    (cd out/build/tsan && GTEST_OUTPUT="xml:$PWD/../../test/threads/" ctest -R '^host_' --output-on-failure --no-tests=error)
}

suite_mutants() { bash tests/mutants/run.sh "${mutants[@]}"; }

for suite in "$@"; do
    declare -F "suite_$suite" >/dev/null || die "'$suite' is no suite; there are: ${all[*]} simulation threads mutants reproducible"
done

if [[ -n "$against" ]]; then
    [[ "${suites[*]}" == functional ]] || die "--against is for the functional suite alone"
    source tools/dev/aws.sh
    need_aws "$against"
    need
    terraform_init
    read_shop
    VITRINE_BASE_URL="$(output url)" VITRINE_EDITOR_KEY="$(get_secret editor-keys)"
    export VITRINE_BASE_URL VITRINE_EDITOR_KEY
else
    need build test
    build_all
fi
passed=0 failed=0 skipped=0 broken=()
rm -f out/test/skipped
for suite in "$@"; do
    started="$EPOCHREALTIME"
    printf '\n== %s\n' "$suite"
    rm -rf "out/test/$suite"
    mkdir -p "out/test/$suite"
    # Not in a condition: there bash would go on after each command of a suite that fails.
    set +e
    (
        set -e
        "suite_$suite"
    )
    status=$?
    set -e
    read -r good bad untried < <(sums_of "out/test/$suite")
    if ((status != 0 && bad == 0)); then bad=1; fi
    ((status == 0 && bad == 0)) || broken+=("$suite")
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + untried))
    printf -- '-- %s: %s, %s s\n' "$suite" "$(sum_in_words "$good" "$bad" "$untried")" "$(seconds_since "$started")"
done
printf '\n'
if ((${#broken[@]})); then
    printf 'Failed suites: %s\n' "${broken[*]}"
    for suite in "${broken[@]}"; do failures_of "out/test/$suite"; done
fi
if [[ -s out/test/skipped ]]; then cat out/test/skipped; fi
printf '%s\n' "$(sum_in_words "$passed" "$failed" "$skipped")"
((failed == 0))
