# Writes the route keys of app.yaml's http section as C++ string literals:
#   cmake -DAPP=app.yaml -DOUT=route_keys.inc -P routes.cmake
# routes_test.cpp reads app.yaml with a real parser and compares.
file(STRINGS "${APP}" lines)
set(within FALSE)
set(literals "")
foreach(line IN LISTS lines)
  if(line MATCHES "^[a-z]")
    string(REGEX MATCH "^http:" within "${line}")
  elseif(within AND line MATCHES "^  [\"']?([A-Z]+ /[^\"' ]*)[\"']?:")
    string(APPEND literals "\"${CMAKE_MATCH_1}\",\n")
  endif()
endforeach()
if(literals STREQUAL "")
  message(FATAL_ERROR "${APP} has no routes under http:")
endif()
file(CONFIGURE OUTPUT "${OUT}" CONTENT "${literals}" @ONLY)
