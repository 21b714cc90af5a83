# The project's target kinds, so that a folder's CMakeLists.txt lists only sources and what they use.
#   vitrine_library(NAME SOURCES ... [USES ...])   a static library, included as "folder/file.hpp" from the root
#   vitrine_program(NAME DIR SUBDIR [OUTPUT name] SOURCES ... [USES ...])   an executable in VITRINE_OUT/SUBDIR (bench: not part of what ships)
#   vitrine_function(NAME SOURCES ... [USES ...])  a Lambda function: one fully static ELF, VITRINE_OUT/functions/NAME/bootstrap
#   vitrine_tests(NAME SOURCES ... [USES ...])     a GoogleTest program, known to ctest; nothing unless VITRINE_TESTS

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(VITRINE_CCACHE ccache)
if(VITRINE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${VITRINE_CCACHE}")
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
target_compile_definitions(vitrine_options INTERFACE FMT_HEADER_ONLY BOOST_ALL_NO_LIB BOOST_ASIO_NO_DEPRECATED
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

function(vitrine_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC vitrine_options ${arg_USES})
endfunction()

function(vitrine_program name)
  cmake_parse_arguments(arg "" "DIR;OUTPUT" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE vitrine_options ${arg_USES} Threads::Threads)
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
  target_link_libraries(${name} PRIVATE vitrine_options ${arg_USES} GTest::gmock GTest::gtest_main Threads::Threads)
  add_dependencies(tests ${name})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES TIMEOUT 120)
endfunction()

if(VITRINE_TESTS)
  enable_testing()
endif()
