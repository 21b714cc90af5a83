# shellcheck shell=bash
# ./dev watch: Vite with hot reload in front of the shop; sources of functions are rebuilt when saved and swapped in place.
data=.vitrine
while (($#)); do
    case "$1" in
        --data)
            data="${2:?--data needs a folder}"
            shift
            ;;
        *) die "'$1' is not an option of ./dev watch (--data)" ;;
    esac
    shift
done

build_all
(umask 077 && mkdir -p "$data")
rm -f "$data/port"
out/bin/vitrine serve --port 0 --data "$data" --watch &
host=$!
trap 'kill "$host" "${vite:-}" 2>/dev/null || true' EXIT
until [[ -s "$data/port" ]]; do
    kill -0 "$host" 2>/dev/null || die "the shop did not start"
    sleep 0.1
done
(cd web && VITRINE_ORIGIN="http://localhost:$(cat "$data/port")" exec vite) & # not through npm, which would leave it behind
vite=$!
touch out/log/watched
while kill -0 "$host" 2>/dev/null && kill -0 "$vite" 2>/dev/null; do
    if [[ -n "$(find lib services -type f -newer out/log/watched -print -quit)" ]]; then
        touch out/log/watched
        if build_with release functions >out/log/watch.log 2>&1; then
            say "functions rebuilt"
        else
            grep -E 'error|FAILED' out/log/watch.log >&2 || tail -n 20 out/log/watch.log >&2
        fi
    fi
    sleep 0.3
done
