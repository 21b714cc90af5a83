# shellcheck shell=bash
# ./dev package: what is deployed, into out/package/. Refuses a program that would not run in Lambda.
build_all
node tools/package/main.ts out/package "${VITRINE_ARCHITECTURE:-x86_64}"
say "out/package is ready."
