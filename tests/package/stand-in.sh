#!/bin/bash
# Stands for `aws` or `terraform` on a PATH: writes down how it was called, and answers as the test has laid down.
#   stand-in.sh FOLDER PROGRAM WORD...
# FOLDER/calls/NNNN.words gets the words, each ended by a zero byte, and NNNN.input the file that one names as file://; FOLDER/answers/BEGINNING/N.KIND
# is what the Nth call says that begins with these words: KIND is out, error, code, or file (for the file that is the last word).
set -eu
folder="$1" program="$2"
shift 2
number="$(printf '%04d' "$(find "$folder/calls" -name '*.words' | wc -l)")"
printf '%s\0' "$program" "$@" >"$folder/calls/$number.words"
line="$program"
for word in "$@"; do
    case "$word" in
        -chdir=*) continue ;;
        file://* | fileb://*) cat "${word#*://}" >"$folder/calls/$number.input" ;;
        -out=*) echo 'a plan' >"${word#-out=}" ;;
    esac
    line+=" $word"
done

found=''
for answer in "$folder"/answers/*; do
    begin="${answer##*/}"
    if [[ "$line" == "$begin"* && ${#begin} -gt ${#found} ]]; then found="$begin"; fi
done
[[ -n "$found" ]] || exit 0
answer="$folder/answers/$found"
count="$(cat "$answer/count" 2>/dev/null || echo 0)"
echo $((count + 1)) >"$answer/count"
while ((count > 0)) && ! compgen -G "$answer/$count.*" >/dev/null; do count=$((count - 1)); done
for last in "$@"; do :; done
[[ ! -e "$answer/$count.file" ]] || cat "$answer/$count.file" >"$last"
[[ ! -e "$answer/$count.out" ]] || cat "$answer/$count.out"
[[ ! -e "$answer/$count.error" ]] || cat "$answer/$count.error" >&2
exit "$(cat "$answer/$count.code" 2>/dev/null || echo 0)"
