# shellcheck shell=bash
# ./dev package: what is deployed, into out/package/. Refuses a program that would not run in Lambda, and proves each in an empty root.
build_all
node tools/package/main.ts out/package "${VITRINE_ARCHITECTURE:-x86_64}"
bash tools/package/empty-root.sh
say "out/package is ready."
