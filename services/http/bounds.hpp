// Lengths and ranges of what callers may send: the table of docs/api.md in code.
#pragma once

#include <cstddef>
#include <cstdint>

#include "services/products/stock.hpp"
#include "services/shop/money.hpp"

namespace shop {

// Lengths count code points; texts have no control characters, those of length >= 1 show something.
struct TextRule {
    std::size_t least = 0;
    std::size_t most = 0;
    bool line_feeds = false;
    bool all_visible = false;  // refuses every invisible character (is_invisible)
};

struct NumberRule {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

namespace bounds {
constexpr std::size_t body = 64 * 1024;  // bytes
constexpr TextRule name{1, 120};
constexpr TextRule description{0, 2000, true};
constexpr TextRule reason{0, 200};
constexpr TextRule alt{0, 250};
constexpr TextRule person_name{.least = 1, .most = 120, .all_visible = true};
constexpr TextRule email{.least = 3, .most = 254, .all_visible = true};
constexpr TextRule line1{.least = 1, .most = 120, .all_visible = true};
constexpr TextRule line2{.least = 0, .most = 120, .all_visible = true};
constexpr TextRule city{.least = 1, .most = 80, .all_visible = true};
constexpr TextRule state{.least = 1, .most = 8, .all_visible = true};
constexpr TextRule postcode{.least = 1, .most = 16, .all_visible = true};
constexpr TextRule words{0, 100};
constexpr TextRule search_word{.least = 1, .most = 40, .all_visible = true};
constexpr std::size_t search_words = 20;
constexpr std::size_t images = 12;
constexpr std::size_t image_id = 64;
constexpr std::size_t idempotency_key = 128;
constexpr NumberRule units{0, most_units};
constexpr NumberRule delta{-most_units, most_units};
constexpr NumberRule quantity{0, 99};
constexpr NumberRule rev{1, 9007199254740991};  // 2^53 - 1: what every JSON reader keeps whole
constexpr NumberRule price{lowest_price.minor(), highest_price.minor()};
constexpr NumberRule price_filter{0, highest_price.minor()};
constexpr NumberRule total{0, highest_total.minor()};
constexpr NumberRule limit{1, 100};
constexpr std::int64_t default_limit = 24;
constexpr NumberRule studio_limit{1, 1000};
constexpr std::int64_t default_studio_limit = 100;
}  // namespace bounds

}  // namespace shop
