# checkov from PyPI, in a folder of its own. Sourced, with the repository as the current folder.
# shellcheck shell=bash

# Names the program in VITRINE_CHECKOV.
need_checkov() {
    local folder="$PWD/.cache/checkov" wanted=tools/setup/checkov/requirements.txt
    if ! cmp -s "$wanted" "$folder/requirements.txt"; then
        phase checkov install_checkov "$folder" "$wanted"
        cp "$wanted" "$folder/requirements.txt"
    fi
    export VITRINE_CHECKOV="$folder/bin/checkov"
}

install_checkov() {
    python3 -m venv --clear "$1"
    # --no-compile: Python compiles what it imports, a fraction of all there is.
    "$1/bin/pip" install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r "$2"
}
