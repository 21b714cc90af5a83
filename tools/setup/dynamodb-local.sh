# AWS's DynamoDB Local, from Maven, into .cache/dynamodb-local. Sourced, with the repository as the current folder.
# shellcheck shell=bash

# Names its folder in VITRINE_DYNAMODB_LOCAL.
need_dynamodb_local() {
    local folder="$PWD/.cache/dynamodb-local" wanted=tools/setup/dynamodb-local/pom.xml
    if ! cmp -s "$wanted" "$folder/pom.xml"; then
        rm -rf "$folder"
        mkdir -p "$folder"
        phase "dynamodb local" mvn -q -B -f "$wanted" dependency:copy-dependencies "-DoutputDirectory=$folder"
        cp "$wanted" "$folder/pom.xml"
    fi
    export VITRINE_DYNAMODB_LOCAL="$folder"
}
