# shellcheck shell=bash
# ./dev redrive ENV QUEUE: reads the batches that a failure queue names from their streams again and hands them to their function.
source tools/dev/aws.sh

need_aws "${1:-}"
terraform_init
read_shop
queue="$(output "failure_queues.${2:-}")"
[[ -n "${2:-}" && -n "$queue" ]] || die "which queue? $environment has: $(names_in failure_queues | paste -sd ' ')"
node tools/deploy/redrive.ts "$queue"
