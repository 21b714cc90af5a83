# shellcheck shell=bash
# ./dev deploy-site ENV: builds the site and puts it in place of the one that is there. Nothing else changes.
source tools/dev/aws.sh
source tools/dev/rollout.sh

need_aws "${1:-}"
need build
phase site build_site
terraform_init
read_shop
phase assets upload_assets
phase pages upload_pages
phase smoke node tools/deploy/smoke.ts "$(output url)"
say "$environment is at $(output url)"
