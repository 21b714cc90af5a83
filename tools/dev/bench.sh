# shellcheck shell=bash
# ./dev bench [NAME...]: start footprint cold reads search checkout live
need build test
build_all
phase bench build_with release bench
node bench/run.ts "$@"
