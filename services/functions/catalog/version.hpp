// What this build is.
#pragma once

namespace shop::version {

extern const char* const number;
extern const char* const commit;  // `unknown` where the build had no repository

}  // namespace shop::version
