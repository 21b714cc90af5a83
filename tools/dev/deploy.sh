# shellcheck shell=bash
# ./dev deploy ENV [--plan [--no-lock]] [--yes] [--packaged]: builds, packages, plans, shows, asks, applies, uploads, shifts traffic, looks.
# --plan stops at the plan and changes nothing; --no-lock leaves the state unlocked meanwhile, for who may only read it. --yes asks nobody. --packaged takes out/ as it is: the pipeline's builds were tested.
source tools/dev/aws.sh
source tools/dev/rollout.sh

yes='' plan_only='' packaged='' asked='' plan_options=()
while (($#)); do
    case "$1" in
        --plan) plan_only=true ;;
        --no-lock) plan_options+=(-lock=false) ;;
        --yes) yes=true ;;
        --packaged) packaged=true ;;
        -*) die "'$1' is no option; there are: --plan, --no-lock, --yes, --packaged" ;;
        *) asked="$1" ;;
    esac
    shift
done

# Drawn once; --plan draws none, since it changes nothing.
make_secrets() {
    local secret keys
    for secret in origin-secrets editor-key-hashes; do
        if has_secret "$secret"; then continue; fi
        [[ -z "$plan_only" ]] ||
            die "$environment has no secrets yet, and the plan needs them: without --plan they are made, and you are asked before anything else is"
        if [[ "$secret" == origin-secrets ]]; then
            put_secret "$secret" "$(random_secret)"
        else
            # An environment of before has a key without a hash: it stays in force.
            keys="$(random_secret)"
            if has_secret editor-keys; then keys="$(get_secret editor-keys)" || die "$(secret_name editor-keys) is there, and cannot be read"; fi
            put_editor_keys "$keys"
        fi
        say "  made $(secret_name "$secret")"
    done
}
[[ -z "${plan_options[*]}" || -n "$plan_only" ]] || die "--no-lock is for --plan alone: what is applied is locked"

need_aws "$asked"
if [[ -z "$packaged" ]]; then
    build_all
    phase package node tools/package/main.ts out/package "${VITRINE_ARCHITECTURE:-x86_64}"
fi
terraform_init
make_secrets
plan_and_apply "${plan_options[@]}"
phase assets upload_assets
phase pictures upload_pictures
phase traffic shift_traffic
phase pages upload_pages
phase smoke node tools/deploy/smoke.ts "$(output url)"
say "$environment is at $(output url)"
