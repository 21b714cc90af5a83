# shellcheck shell=bash
# ./dev docs: pages made from the headers' own words, out/docs/index.html. Needs doxygen, which no other verb installs.
need docs
rm -rf out/docs
mkdir -p out/docs
phase docs doxygen tools/docs/Doxyfile
[[ ! -s out/docs/warnings.txt ]] || say "doxygen has something to say: out/docs/warnings.txt"
say "out/docs/index.html is ready."
