// Lengths and ranges of what a checkout may hold: code points of texts, minor units of money.
#pragma once

#include <cstddef>

#include "services/http/bounds.hpp"
#include "services/shop/money.hpp"

namespace shop::bounds {

constexpr TextRule person_name{.least = 1, .most = 120, .all_visible = true};
constexpr TextRule email{.least = 3, .most = 254, .all_visible = true};
constexpr TextRule line1{.least = 1, .most = 120, .all_visible = true};
constexpr TextRule line2{.least = 0, .most = 120, .all_visible = true};
constexpr TextRule city{.least = 1, .most = 80, .all_visible = true};
constexpr TextRule state{.least = 1, .most = 8, .all_visible = true};
constexpr TextRule postcode{.least = 1, .most = 16, .all_visible = true};
constexpr std::size_t idempotency_key = 128;  // at most; ASCII
constexpr NumberRule total{0, highest_total.minor()};

}  // namespace shop::bounds
