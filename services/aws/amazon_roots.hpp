// The certificates that sign AWS's endpoints, as PEM: taken from ca-certificates at build.
// https://www.amazontrust.com/repository/
#pragma once

#include <string_view>

namespace shop::aws {

[[nodiscard]] std::string_view amazon_roots();

}  // namespace shop::aws
