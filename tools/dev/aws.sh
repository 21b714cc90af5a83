# What the verbs that reach AWS share: the environment, tools and credentials, Terraform, the environment's secrets, questions.
# shellcheck shell=bash
# shellcheck source=tools/setup/terraform.sh
source tools/setup/terraform.sh
terraform="${TERRAFORM:-terraform}"
export AWS_PAGER='' TF_IN_AUTOMATION=1

# need_environment NAME: sets environment, its folder, the region and what is kept of it in out/.
need_environment() {
    case "${1:-}" in
        dev | staging | prod) environment="$1" ;;
        '') die "which environment? dev, staging or prod" ;;
        *) die "'$1' is no environment; there are: dev staging prod" ;;
    esac
    folder="infra/envs/$environment"
    kept="$PWD/out/deploy/$environment"
    (umask 077 && mkdir -p "$kept")
    [[ -f "$folder/terraform.tfvars" || -n "${TF_VAR_account_id:-}" ]] ||
        die "$folder/terraform.tfvars is missing: copy terraform.tfvars.example beside it and fill it in"
    region="$(setting region)"
    region="${region:-${TF_VAR_region:-${AWS_REGION:-}}}"
    [[ -n "$region" ]] || die "no region: write region = \"...\" into $folder/terraform.tfvars, or set AWS_REGION"
    export AWS_REGION="$region" TF_VAR_region="$region"
}

# A text of terraform.tfvars; empty where it says nothing.
setting() {
    [[ -f "$folder/terraform.tfvars" ]] || return 0
    sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*\"\([^\"]*\)\".*/\1/p" "$folder/terraform.tfvars"
}

# leaves: the JSON on standard input as lines `path=value`, with dots between the path's names.
# shellcheck disable=SC2016 # the quotes hold JavaScript
leaves() {
    node -e '
        const walk = (held, path) => held !== null && typeof held === "object"
            ? Object.entries(held).forEach(([name, one]) => walk(one, [...path, name]))
            : console.log(`${path.join(".")}=${held ?? ""}`);
        walk(JSON.parse(require("fs").readFileSync(0, "utf8")), []);'
}

need_tools() {
    local found
    command -v "$terraform" >/dev/null ||
        die "$terraform is missing: $terraform_least or newer from https://developer.hashicorp.com/terraform/install, or TERRAFORM=tofu"
    found="$("$terraform" version -json | leaves | sed -n 's/^terraform_version=//p')"
    at_least "$terraform_least" "$found" ||
        die "$terraform is $found, and $terraform_least is needed: https://developer.hashicorp.com/terraform/install"
    command -v aws >/dev/null ||
        die "the AWS CLI is missing: version 2 by 'apt-get install awscli', or https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
    found="$(aws --version 2>&1)"
    [[ "$found" == aws-cli/2.* ]] ||
        die "the AWS CLI is ${found%% *}, and version 2 is needed: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
}

need_credentials() {
    local wanted
    account="$(aws sts get-caller-identity --query Account --output text 2>"$kept/identity.log")" ||
        die "AWS takes no credentials from here ($(tail -n 1 "$kept/identity.log")): run 'aws configure sso', then set AWS_PROFILE"
    wanted="$(setting account_id)"
    wanted="${wanted:-${TF_VAR_account_id:-}}"
    [[ "$account" == "$wanted" ]] || die "these credentials are of account $account, and $environment lives in $wanted"
}

# need_aws NAME: everything a verb needs before it asks AWS for anything else.
need_aws() {
    need_environment "${1:-}"
    need_tools
    need_credentials
}

# ask WORD QUESTION: goes on only when that word is typed, or at once with --yes.
ask() {
    local answer=''
    [[ -z "${yes:-}" ]] || return 0
    [[ -t 0 ]] || die "nobody is here to ask; --yes answers for them"
    read -r -p "$2 Type $1 to go on: " answer
    [[ "$answer" == "$1" ]] || die "nothing was changed"
}

# ---- Terraform ----

# The bucket's name is the one that infra/bootstrap gives it.
terraform_init() {
    phase "terraform init" "$terraform" -chdir="$folder" init -input=false -no-color -reconfigure \
        -backend-config="bucket=${VITRINE_STATE_BUCKET:-vitrine-state-$account}" -backend-config="region=$region"
}

# terraform_plan [OPTION...]: shows it. The file holds the origin secret, so it is readable by its owner alone, and goes with the shell.
terraform_plan() {
    plan="$kept/plan"
    trap 'rm -f "$plan"' EXIT
    (umask 077 && "$terraform" -chdir="$folder" plan -input=false -out="$plan" "$@")
}

terraform_apply() { "$terraform" -chdir="$folder" apply -input=false "$plan"; }

# What infra/stack/outputs.tf says. output PATH is one value of it, names_in PATH what there is below one.
read_shop() {
    shop="$("$terraform" -chdir="$folder" output -json shop | leaves)" || die "$environment is not there yet: ./dev deploy $environment"
}
output() { sed -n "s/^${1//./\\.}=//p" <<<"$shop"; }
names_in() { sed -n "s/^${1//./\\.}\.\([^.=]*\).*/\1/p" <<<"$shop" | uniq; }

# Plans, shows, asks, applies what out/package holds. Callers stay at the versions they are at.
plan_and_apply() { # [OPTION...]
    terraform_plan "$@"
    if [[ -n "${plan_only:-}" ]]; then exit 0; fi
    ask "$environment" "Is this to become $environment?"
    terraform_apply
    read_shop
}

# ---- secrets ----

name="$(sed -n 's/^name: *//p' app.yaml)"
random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
secret_name() { printf '/%s/%s/%s' "$name" "$environment" "$1"; }
has_secret() { aws ssm get-parameter --name "$(secret_name "$1")" --query Parameter.Version --output text >/dev/null 2>&1; }

# aws_with_input SERVICE OPERATION [OPTION...]: its input is the JSON on standard input, in a file that its owner alone may read and that
# goes at once. Command lines are open to every process, and the CLI would read standard input twice.
aws_with_input() {
    local input status=0
    input="$(mktemp "$kept/input.XXXXXX")"
    cat >"$input"
    aws "$@" --cli-input-json "file://$input" || status=$?
    rm -f "$input"
    return "$status"
}

put_parameter() { # TYPE NAME VALUE; printf is the shell's own, so the value is on no command line
    printf '{"Name":"%s","Type":"%s","Overwrite":true,"Value":"%s"}' "$(secret_name "$2")" "$1" "$3" |
        aws_with_input ssm put-parameter >/dev/null
}
put_secret() { put_parameter SecureString "$@"; } # NAME VALUE
get_secret() { aws ssm get-parameter --name "$(secret_name "$1")" --with-decryption --query Parameter.Value --output text; }

# put_editor_keys KEY[,KEY]: the keys for the owner; their hashes, which are all that functions need, for Terraform: what it reads stays in its
# state.
put_editor_keys() {
    put_secret editor-keys "$1"
    put_parameter String editor-key-hashes "$(hashes_of "$1")"
}

hashes_of() { # KEY[,KEY]
    local key keys hashes=''
    IFS=, read -r -a keys <<<"$1"
    for key in "${keys[@]}"; do hashes+="${hashes:+,}$(printf '%s' "${key//[[:space:]]/}" | sha256sum | cut -d ' ' -f 1)"; done
    printf '%s' "$hashes"
}
