# shellcheck shell=bash
# ./dev release VERSION [--dry-run]: a release of main, on this machine: changelog, version, commit, artefacts, tag. Nothing is pushed.
# --dry-run checks, shows the notes and changes nothing. Whatever goes wrong before the tag takes everything back.
version='' dry=''
while (($#)); do
    case "$1" in
        --dry-run) dry=true ;;
        -*) die "'$1' is no option of ./dev release (--dry-run)" ;;
        *)
            [[ -z "$version" ]] || die "one version, not '$version' and '$1'"
            version="$1"
            ;;
    esac
    shift
done
[[ -n "$version" ]] || die "which version? ./dev release MAJOR.MINOR.PATCH [--dry-run]"

branch="$(git symbolic-ref --quiet --short HEAD || true)"
[[ "$branch" == main ]] || die "a release is made of main, and this is ${branch:-no branch}"
[[ -z "$(git status --porcelain)" ]] || die "the tree has changes that are not committed: commit or stash them first"
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || die "v$version is there already"
need
notes="$(node tools/release/main.ts check "$version")" || exit 1

if [[ -n "$dry" ]]; then
    printf '%s\n' "$notes"
    say ""
    say "Without --dry-run: CHANGELOG.md and the version are committed, out/release/$version is made, and the commit is tagged v$version. Nothing is pushed."
    exit 0
fi

# The catalogue names its commit, so what is packaged is built from the release's own.
before="$(git rev-parse HEAD)"
take_back() {
    git reset --quiet --keep "$before" || say "The commit of the release is still there: git reset --keep $before"
    rm -rf "out/release/$version"
    say "Nothing was released; the tree is as it was."
}
mapfile -t files < <(node tools/release/main.ts files)
node tools/release/main.ts write "$version"
git commit --quiet --message "Release $version" -- "${files[@]}" || {
    git restore --quiet --staged --worktree -- "${files[@]}"
    die "git would not commit; nothing was released, and the tree is as it was"
}
trap take_back EXIT

build_all
folder="out/release/$version"
rm -rf "$folder"
mkdir -p "$folder"
phase package node tools/package/main.ts "$folder" "${VITRINE_ARCHITECTURE:-x86_64}"
phase source git archive --format=tar.gz --prefix="vitrine-$version/" --output="$folder/vitrine-$version.tar.gz" HEAD
phase sbom node tools/release/main.ts sbom "$version" "$folder/vitrine-$version.cdx.json"
printf '%s\n' "$notes" >"$folder/notes.md"
(cd "$folder" && sha256sum -- * >../SHA256SUMS && mv ../SHA256SUMS .)
git tag --annotate --cleanup=verbatim --file="$folder/notes.md" "v$version"
trap - EXIT

(cd "$folder" && ls -l >&2)
say "v$version is tagged, and out/release/$version holds what belongs to it. To publish: git push origin main v$version, and attach these files with notes.md as its text."
