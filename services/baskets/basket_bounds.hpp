// How many of a product a basket may be asked to hold; 0 removes the line.
#pragma once

#include "services/http/bounds.hpp"

namespace shop::bounds {

constexpr NumberRule quantity{0, 99};

}  // namespace shop::bounds
