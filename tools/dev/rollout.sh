# The parts of a deployment that Terraform leaves to others: traffic, files, and a look at the result.
# shellcheck shell=bash

# The same types and lives as the local host gives them (host/gateway/static_site.cpp); a test compares the two.
declare -A content_types=(
    [html]='text/html; charset=utf-8' [js]='text/javascript; charset=utf-8' [css]='text/css; charset=utf-8'
    [json]='application/json' [webmanifest]='application/manifest+json' [txt]='text/plain; charset=utf-8' [xml]='application/xml'
    [svg]='image/svg+xml' [ico]='image/x-icon' [png]='image/png' [jpg]='image/jpeg' [webp]='image/webp' [avif]='image/avif'
    [woff2]='font/woff2'
)
for_ever='public, max-age=31536000, immutable'
for_an_hour='public, max-age=3600'

content_type() { # FILE
    [[ -n "${content_types[${1##*.}]:-}" ]] || die "tools/dev/rollout.sh knows no content type for $1"
    printf '%s' "${content_types[${1##*.}]}"
}

# CloudFront compresses by itself, with Brotli and gzip: the copies for the local host stay here.
files_below() { find "$@" -type f ! -name '*.br' ! -name '*.gz'; }

# upload_hashed FOLDER TARGET: one name is one content for ever, so what is there need not be sent again, and nothing is deleted:
# pages of the last release still find their files.
upload_hashed() {
    local extension type
    files_below "$1" | sed 's/.*\.//' | sort -u | while read -r extension; do
        type="$(content_type "x.$extension")"
        aws s3 sync "$1" "$2" --size-only --no-progress --exclude '*' --include "*.$extension" \
            --content-type "$type" --cache-control "$for_ever"
    done
}

upload_file() { # FILE TARGET CACHE_CONTROL
    local type
    type="$(content_type "$1")"
    aws s3 cp "$1" "$2" --no-progress --content-type "$type" --cache-control "$3"
}

# What pages ask for comes before the pages.
upload_assets() {
    upload_hashed out/web/assets "s3://$(output buckets.web)/assets"
}

upload_pictures() {
    local media file
    media="$(output buckets.media)"
    [[ -n "$media" && -d out/media ]] || return 0
    upload_hashed out/media/products "s3://$media/media/products"
    files_below out/media -maxdepth 1 | sort | while read -r file; do
        upload_file "$file" "s3://$media/media/${file#out/media/}" "$for_an_hour"
    done
}

# Everything else by its name, index.html last: with it the release is there. What has no hash is taken out of CloudFront's caches.
upload_pages() {
    local web file paths
    web="$(output buckets.web)"
    mapfile -t paths < <(files_below out/web ! -path 'out/web/assets/*' ! -path out/web/index.html | sort)
    for file in "${paths[@]}"; do upload_file "$file" "s3://$web/${file#out/web/}" "$for_an_hour"; done
    upload_file out/web/index.html "s3://$web/index.html" no-cache
    aws cloudfront create-invalidation --distribution-id "$(output distribution_id)" --query Invalidation.Id --output text \
        --paths / /index.html /media/og.jpg "${paths[@]#out/web}"
}

# One deployment for each function whose alias is not at the version published last, all at once; then waits for all of them.
shift_traffic() {
    local group function version now application id ids=()
    application="$(output deployment.application)"
    for group in $(names_in deployment.functions); do
        function="$(output "deployment.functions.$group.name")" version="$(output "deployment.functions.$group.version")"
        now="$(aws lambda get-alias --function-name "$function" --name live --query FunctionVersion --output text)"
        [[ "$now" != "$version" ]] || continue
        id="$(start_deployment "$application" "$group" "$function" "$now" "$version")"
        say "  $group: version $now → $version, deployment $id"
        ids+=("$id")
    done
    for id in "${ids[@]}"; do
        aws deploy wait deployment-successful --deployment-id "$id" ||
            die "deployment $id did not succeed, and CodeDeploy has put the old version back: aws deploy get-deployment --deployment-id $id"
    done
}

start_deployment() { # APPLICATION GROUP FUNCTION FROM TO
    local content
    content="$(printf '{"version":"0.0","Resources":[{"function":{"Type":"AWS::Lambda::Function","Properties":{"Name":"%s","Alias":"live","CurrentVersion":"%s","TargetVersion":"%s"}}}]}' "${@:3}")"
    printf '{"applicationName":"%s","deploymentGroupName":"%s","revision":{"revisionType":"AppSpecContent","appSpecContent":{"content":"%s"}}}' \
        "$1" "$2" "${content//\"/\\\"}" |
        aws_with_input deploy create-deployment --query deploymentId --output text
}
