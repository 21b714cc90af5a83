# shellcheck shell=bash
# ./dev bench [NAME...]: start footprint cold reads search checkout live, and flood, which is not among all
need build test
build_all
phase bench build_with release bench
node bench/run.ts "$@"
