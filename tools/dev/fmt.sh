# shellcheck shell=bash
need build check
mapfile -t sources < <(git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp')
clang-format-19 -i "${sources[@]}"
for workspace in web tests demo; do npm run --silent --if-present fmt -w "$workspace"; done
