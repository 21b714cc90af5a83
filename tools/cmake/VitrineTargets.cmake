# The project's target kinds, so that a folder's CMakeLists.txt lists only sources and what they use.
#   vitrine_library(NAME SOURCES ... [PUBLIC ...] [PRIVATE ...])   a static library, included as "folder/file.hpp" from the root.
#     PUBLIC is what its headers may include, PRIVATE what its sources may beside that: tools/check/rooms.ts holds every #include to it
#   vitrine_rules(NAME SOURCES ... [PUBLIC ...])   the same of pure values and functions: no I/O, no JSON, no clock
#   vitrine_headers_only(NAME HEADERS ... [PUBLIC ...])   a library without sources
#   vitrine_program(NAME DIR SUBDIR [OUTPUT name] SOURCES ... [USES ...])   an executable in VITRINE_OUT/SUBDIR (bench: not part of what ships)
#   vitrine_function(NAME SOURCES ... [USES ...])  a Lambda function: one fully static ELF, VITRINE_OUT/functions/NAME/bootstrap
#   vitrine_tests(NAME SOURCES ... [USES ...])     a GoogleTest program, known to ctest; nothing unless VITRINE_TESTS
#   vitrine_fuzzer(NAME SOURCES ... [USES ...])    a libFuzzer program; nothing unless VITRINE_FUZZ
#   vitrine_table(NAME)                            NAME.inc in the current build folder, made by tools/generate/NAME.ts

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The same file in another folder is the same file. With precompiled headers, ccache has to leave their macros to the compiler, and to take
# one that CMake wrote a moment ago for what it is: it would not keep what was compiled of it.
find_program(VITRINE_CCACHE ccache)
if(VITRINE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime "${VITRINE_CCACHE}")
endif()

# programs: all that ships. functions: the Lambda functions alone. tests: the unit tests.
add_custom_target(programs)
add_custom_target(functions)
add_custom_target(tests)
add_dependencies(programs functions)

find_package(Threads REQUIRED)
set(OPENSSL_USE_STATIC_LIBS ON)  # a function is one static program
find_package(OpenSSL 3 REQUIRED)
set(Boost_USE_STATIC_LIBS ON)  # functions are fully static, and the host starts with fewer libraries to load
find_package(Boost 1.81 REQUIRED COMPONENTS json)  # Boost::json

add_library(vitrine_options INTERFACE)
target_include_directories(vitrine_options INTERFACE "${CMAKE_SOURCE_DIR}")
# The two of Boost's libraries that have their own words say it again: what Boost::json passes on would set them in some targets alone.
target_compile_definitions(vitrine_options INTERFACE BOOST_ALL_NO_LIB BOOST_CONTAINER_NO_LIB BOOST_JSON_NO_LIB BOOST_ASIO_NO_DEPRECATED
                           BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION)
target_compile_options(vitrine_options INTERFACE -Wall -Wextra -Wpedantic -Werror -Wconversion -Wshadow
                       -Wnon-virtual-dtor -Wold-style-cast
                       -Wno-missing-field-initializers  # designated initialisers leave the rest to its defaults
                       -Wno-mismatched-new-delete       # gcc 12 warns of every Asio coroutine frame
                       -Wno-restrict                    # gcc 12 sees overlaps in string concatenation (bug 105651)
                       -ffunction-sections -fdata-sections
                       "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_link_options(vitrine_options INTERFACE -Wl,--gc-sections)
if(VITRINE_SANITIZE)
  # gcc 12 takes moved-from variants for uninitialised once they are instrumented; without sanitizers the warning stands.
  target_compile_options(vitrine_options INTERFACE "-fsanitize=${VITRINE_SANITIZE}" -Wno-maybe-uninitialized -fno-sanitize-recover=all
                         -fno-omit-frame-pointer -g1)
  if(VITRINE_SANITIZE STREQUAL "thread")
    target_compile_options(vitrine_options INTERFACE -Wno-tsan)  # Asio's fences, which it does not see: at worst a false alarm
  endif()
  target_link_options(vitrine_options INTERFACE "-fsanitize=${VITRINE_SANITIZE}")
endif()

if(VITRINE_FUZZ)
  # The warnings are chosen for gcc, which builds what ships.
  target_compile_options(vitrine_options INTERFACE -fsanitize=fuzzer-no-link -Wno-unknown-warning-option -Wno-error)
endif()

add_library(vitrine_fmt STATIC "${CMAKE_SOURCE_DIR}/lib/fmt.cpp")
target_link_libraries(vitrine_fmt PUBLIC vitrine_options)

# Precompiled headers: one set for each kind of folder, and for each the same with GoogleTest. They hold what others wrote and what
# most files of such a folder include; a file still includes what it uses, for ./dev check compiles without them.
option(VITRINE_PRECOMPILED "Precompile the headers of libraries" ON)
set(VITRINE_HEADERS standard)  # a folder's CMakeLists.txt may say json, asio or yaml
set(headers_standard <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <expected> <filesystem> <fstream> <functional> <map> <memory>
    <optional> <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)
set(headers_json ${headers_standard} <boost/json.hpp>)
set(headers_asio ${headers_json} <boost/asio.hpp> <boost/beast/http.hpp>)
set(headers_yaml ${headers_standard} <yaml-cpp/yaml.h>)

function(vitrine_headers kind)
  if(VITRINE_PRECOMPILED)
    add_library(headers_${kind} OBJECT "${CMAKE_SOURCE_DIR}/tools/cmake/headers.cpp")
    target_link_libraries(headers_${kind} PRIVATE vitrine_options)
    target_precompile_headers(headers_${kind} PRIVATE ${ARGN})
    # Without it ccache does not see which precompiled header a file uses.
    target_compile_options(headers_${kind} PRIVATE -fpch-preprocess)
  endif()
endfunction()

function(vitrine_use_headers name kind)
  if(VITRINE_PRECOMPILED)
    target_precompile_headers(${name} REUSE_FROM headers_${kind})
    target_compile_options(${name} PRIVATE -fpch-preprocess)
  endif()
endfunction()

foreach(kind standard json asio yaml)
  vitrine_headers(${kind} ${headers_${kind}})
  if(VITRINE_TESTS)
    find_package(GTest REQUIRED)
    vitrine_headers(${kind}_tests ${headers_${kind}} <gmock/gmock.h> <gtest/gtest.h>)
    if(VITRINE_PRECOMPILED)
      target_link_libraries(headers_${kind}_tests PRIVATE GTest::gmock)  # its definitions have to be the tests' own
    endif()
  endif()
endforeach()

function(vitrine_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC vitrine_options vitrine_fmt ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  vitrine_use_headers(${name} ${VITRINE_HEADERS})
endfunction()

function(vitrine_rules name)
  vitrine_library(${name} ${ARGN})
endfunction()

function(vitrine_headers_only name)
  cmake_parse_arguments(arg "" "" "HEADERS;PUBLIC" ${ARGN})
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE vitrine_options vitrine_fmt ${arg_PUBLIC})
endfunction()

function(vitrine_program name)
  cmake_parse_arguments(arg "" "DIR;OUTPUT" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE vitrine_options vitrine_fmt ${arg_USES} Threads::Threads)
  vitrine_use_headers(${name} ${VITRINE_HEADERS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${VITRINE_OUT}/${arg_DIR}")
  if(arg_OUTPUT)
    set_target_properties(${name} PROPERTIES OUTPUT_NAME "${arg_OUTPUT}")
  endif()
  if(NOT arg_DIR STREQUAL "bench")
    add_dependencies(programs ${name})
  endif()
endfunction()

# Lambda's provided.al2023 has another glibc than Debian: a static program does not care. Sanitizers cannot be static.
function(vitrine_function name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  vitrine_program(function_${name} DIR functions/${name} OUTPUT bootstrap SOURCES ${arg_SOURCES} USES ${arg_USES})
  add_dependencies(functions function_${name})
  if(NOT VITRINE_SANITIZE)
    target_link_options(function_${name} PRIVATE -static -s)
  endif()
endfunction()

function(vitrine_tests name)
  if(NOT VITRINE_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE vitrine_options vitrine_fmt ${arg_USES} GTest::gmock GTest::gtest_main Threads::Threads)
  vitrine_use_headers(${name} ${VITRINE_HEADERS}_tests)
  add_dependencies(tests ${name})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT 120)
endfunction()

# Needs clang: the preset fuzz has it.
function(vitrine_fuzzer name)
  if(NOT VITRINE_FUZZ)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE vitrine_options ${arg_USES} Threads::Threads)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()

# The generators are TypeScript and read packages of the lock file, so both come from node_modules.
find_program(VITRINE_NODE node HINTS "${CMAKE_SOURCE_DIR}/node_modules/.bin" NO_DEFAULT_PATH REQUIRED)

function(vitrine_table name)
  set(generators "${CMAKE_SOURCE_DIR}/tools/generate")
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${name}.inc")
  if(NOT EXISTS "${CMAKE_SOURCE_DIR}/node_modules/currency-codes")
    message(FATAL_ERROR "node_modules is older than package-lock.json: run npm ci (./dev does)")
  endif()
  add_custom_command(OUTPUT "${out}"
    COMMAND "${VITRINE_NODE}" "${generators}/${name}.ts" "${out}"
    DEPENDS "${generators}/${name}.ts" "${generators}/write.ts" "${CMAKE_SOURCE_DIR}/package-lock.json"
    COMMENT "Generating ${name}.inc")
endfunction()

if(VITRINE_TESTS)
  enable_testing()
endif()
