# shellcheck shell=bash
build_all
