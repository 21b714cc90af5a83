// Lengths and ranges of what the owner may send of products: docs/api.md's table in code. Code points of texts, minor
// units of prices, numbers of entries of lists.
#pragma once

#include <cstddef>
#include <cstdint>

#include "services/http/bounds.hpp"
#include "services/products/stock.hpp"
#include "services/shop/money.hpp"

namespace shop::bounds {

constexpr TextRule name{1, 120};
constexpr TextRule description{0, 2000, true};
constexpr TextRule reason{0, 200};
constexpr TextRule alt{0, 250};
constexpr TextRule search_word{.least = 1, .most = 40, .all_visible = true};
constexpr std::size_t search_words = 20;
constexpr std::size_t images = 12;
constexpr std::size_t image_id = 64;
constexpr NumberRule units{0, max_units};
constexpr NumberRule delta{-max_units, max_units};
constexpr NumberRule price{lowest_price.minor(), highest_price.minor()};
constexpr NumberRule studio_limit{1, 1000};
constexpr std::int64_t default_studio_limit = 100;

}  // namespace shop::bounds
