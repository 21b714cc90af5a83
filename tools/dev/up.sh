# shellcheck shell=bash
# ./dev up: from a fresh clone to a shop that runs. Its own options are few; the rest goes to `vitrine serve`.
demo=false data=.vitrine serve=()
while (($#)); do
    case "$1" in
        --demo) demo=true ;;
        --data)
            data="${2:?--data needs a folder}"
            shift
            ;;
        --port | --host)
            serve+=("$1" "${2:?$1 needs a value}")
            shift
            ;;
        --no-seed | --freeze) serve+=("$1") ;;
        *) die "'$1' is not an option of ./dev up (--port --data --host --no-seed --demo --freeze)" ;;
    esac
    shift
done

# The shop's own test client is a tenth of all there is to compile: who only wants to look need not wait for it.
if $demo; then build_all; else build_all vitrine functions; fi

if ! $demo; then
    exec out/bin/vitrine serve --data "$data" "${serve[@]}"
fi

# The demo: synthetic customers and an owner beside the shop, over its public API. They end with it.
(umask 077 && mkdir -p "$data")
rm -f "$data/port"
(
    until [[ -s "$data/port" ]]; do sleep 0.1; done
    exec out/bin/shop shoppers --url "http://localhost:$(cat "$data/port")" --rate 2 --for 24h >out/log/shoppers.log 2>&1
) &
shoppers=$!
trap 'kill "$shoppers" 2>/dev/null || true' EXIT
trap : INT TERM
out/bin/vitrine serve --data "$data" "${serve[@]}"
