// Lengths (code points) and ranges (minor units) of what a list of products may be asked by.
#pragma once

#include "services/http/bounds.hpp"
#include "services/shop/money.hpp"

namespace shop::bounds {

constexpr TextRule words{0, 100};
constexpr NumberRule price_filter{0, highest_price.minor()};

}  // namespace shop::bounds
