# shellcheck shell=bash
# ./dev check [--all]: everything that can be judged without running the shop. --all runs clang-tidy on every file,
# otherwise on those changed since the last commit that passed (or, in a fresh clone, by the last commit).
tidy_all=false
[[ "${1:-}" == --all ]] && tidy_all=true

cpp_files() { git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp'; }

checked_mark="$(git rev-parse --git-path vitrine-checked)"
changed_since() {
    local base
    base="$(cat "$checked_mark" 2>/dev/null || true)"
    git cat-file -e "$base^{commit}" 2>/dev/null || base="$(git rev-parse -q --verify HEAD~1 || git hash-object -t tree /dev/null)"
    git diff --name-only --diff-filter=d "$base" -- '*.cpp'
    git ls-files --others --exclude-standard '*.cpp'
}

check_format() { cpp_files | xargs clang-format-19 --dry-run --Werror; }
check_shell() { shellcheck -x dev .ci/run tools/dev/*.sh tools/setup/*.sh tools/hooks/* tests/mutants/*.sh tests/package/*.sh; }
check_pictures() { node tools/pictures/architecture.ts --check; }
check_rules() { node tools/check/rules.ts; }
check_tools() { tsc -p tools; }
check_workspace() { # NAME: its own linters, formatter and types
    npm run --silent --if-present generate -w "$1"
    npm run --silent --if-present typecheck -w "$1"
    npm run --silent --if-present lint -w "$1"
}
check_contracts() { npm run --silent lint:api -w tests; }
check_tidy() {
    local files
    configure release
    mkdir -p out/build/tidy
    # Without the precompiled headers: they are gcc's, and each file has to include what it uses.
    sed -E 's/ -(Winvalid-pch|fpch-preprocess)//g; s/ -include [^ ]+cmake_pch\.hxx//g' out/build/release/compile_commands.json >out/build/tidy/compile_commands.json
    if $tidy_all; then
        mapfile -t files < <(cpp_files | grep '\.cpp$' | grep -v _test)
    else
        mapfile -t files < <(changed_since | grep -v _test | sort -u)
    fi
    ((${#files[@]} == 0)) || printf '%s\n' "${files[@]}" | xargs -P 2 -n 4 clang-tidy-19 -p out/build/tidy --quiet --warnings-as-errors='*'
}

need build test check
phase shell check_shell
phase format check_format
phase rules check_rules
phase tools check_tools
phase pictures check_pictures
for workspace in web tests demo; do phase "lint $workspace" check_workspace "$workspace"; done
phase contracts check_contracts
phase "clang-tidy" check_tidy
[[ -n "$(git status --porcelain)" ]] || git rev-parse HEAD >"$checked_mark"
say "All checks passed."
