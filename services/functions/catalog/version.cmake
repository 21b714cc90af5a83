# Writes version.cpp when the commit changed:
#   cmake -DSOURCE=repository -DNUMBER=1.0.0 -DOUT=version.cpp -P version.cmake
execute_process(COMMAND git -C "${SOURCE}" rev-parse --short=12 HEAD
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT commit)
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT "${OUT}" @ONLY CONTENT
"#include \"services/functions/catalog/version.hpp\"

namespace shop::version {

const char* const number = \"${NUMBER}\";
const char* const commit = \"${commit}\";

}  // namespace shop::version
")
