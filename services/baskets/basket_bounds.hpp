// How many of a product a basket may be asked to hold.
#pragma once

#include "services/http/bounds.hpp"

namespace shop::bounds {

constexpr NumberRule quantity{0, 99};

}  // namespace shop::bounds
