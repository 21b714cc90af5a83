// How lengths and ranges of what callers may send are written, and the few that all requests share. Each capability has
// its own beside its requests.
#pragma once

#include <cstddef>
#include <cstdint>

namespace shop {

// Lengths count code points; texts have no control characters, those of length >= 1 show something.
struct TextRule {
    std::size_t least = 0;
    std::size_t most = 0;
    bool line_feeds = false;
    bool all_visible = false;  // refuses every invisible character (shop/unicode.hpp)
};

struct NumberRule {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

namespace bounds {
constexpr std::size_t body = 64 * 1024;         // bytes
constexpr NumberRule rev{1, 9007199254740991};  // 2^53 - 1: exact in every JSON reader (RFC 8259, section 6)
constexpr NumberRule limit{1, 100};
constexpr std::int64_t default_limit = 24;
}  // namespace bounds

}  // namespace shop
