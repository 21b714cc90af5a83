# shellcheck shell=bash
# ./dev editor-key ENV [--show] [--yes]: draws a new editor key in place of the old, puts it in force, prints it. --show prints the one in
# force and changes nothing. The key alone goes to standard output.
source tools/dev/aws.sh
source tools/dev/rollout.sh

yes='' show='' asked=''
while (($#)); do
    case "$1" in
        --show) show=true ;;
        --yes) yes=true ;;
        -*) die "'$1' is no option; there are: --show, --yes" ;;
        *) asked="$1" ;;
    esac
    shift
done

need_aws "$asked"
if [[ -n "$show" ]]; then
    get_secret editor-keys
    exit 0
fi
# The functions know hashes of keys, so a new key needs new versions of them. They are made of what out/package holds: the plan shows
# whether that is more than the key.
[[ -d out/package ]] || die "out/package is missing: ./dev package of the commit that $environment runs"
terraform_init >&2
key="$(random_secret)"
put_editor_keys "$key"
say "The new key is stored; until it is in force, the old one is."
# shellcheck disable=SC2119 # its options are deploy's
plan_and_apply >&2
phase traffic shift_traffic
printf '%s\n' "$key"
