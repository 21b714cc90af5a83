# shellcheck shell=bash
# ./dev destroy ENV [--yes]: takes an environment away, with all its data. prod is refused.
source tools/dev/aws.sh

yes=''
[[ "${2:-}" != --yes ]] || yes=true
[[ "${1:-}" != prod ]] || die "prod is not destroyed by a command: docs/deployment.md says what it takes"
need_aws "${1:-}"
terraform_init
terraform_plan -destroy
ask "$environment" "Everything in $environment goes, orders and products too."
terraform_apply
aws ssm delete-parameters --names "$(secret_name origin-secrets)" "$(secret_name editor-keys)" "$(secret_name editor-key-hashes)" >/dev/null
say "$environment is gone."
