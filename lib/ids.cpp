#include "lib/ids.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace vitrine {
namespace {

template <std::size_t size>
std::string random_hex(const Random& random) {
    std::array<std::uint8_t, size> bytes{};
    do {
        random(bytes);
    } while (std::ranges::all_of(bytes, [](std::uint8_t b) { return b == 0; }));
    return hex(bytes);
}

// Draws characters of an alphabet with equal probability: bytes beyond its last whole multiple are drawn again.
class Letters {
public:
    explicit Letters(const Random& random) : random_(random) {}

    char of(std::string_view alphabet) {
        const std::size_t limit = 256 / alphabet.size() * alphabet.size();
        std::size_t drawn = next();
        while (drawn >= limit) drawn = next();
        return alphabet[drawn % alphabet.size()];
    }

private:
    std::uint8_t next() {
        if (used_ == pool_.size()) {
            random_(pool_);
            used_ = 0;
        }
        return pool_[used_++];
    }

    const Random& random_;
    std::array<std::uint8_t, 32> pool_{};
    std::size_t used_ = pool_.size();
};

}  // namespace

Random system_random() {
    return [](std::span<std::uint8_t> out) { fill_random(out); };
}

std::string new_trace_id(const Random& random) {
    return random_hex<16>(random);
}
std::string new_span_id(const Random& random) {
    return random_hex<8>(random);
}

std::string new_uuid(const Random& random) {
    std::array<std::uint8_t, 16> bytes{};
    random(bytes);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    std::string text = hex(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
    return text;
}

std::string crockford(const Random& random, std::size_t length) {
    Letters letters(random);
    std::string out;
    while (out.size() < length) out += letters.of("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    return out;
}

std::string new_id(const Random& random, std::size_t length) {
    Letters letters(random);
    std::string out;
    if (length > 0) out += letters.of("abcdefghijklmnopqrstuvwxyz");
    while (out.size() < length) out += letters.of("abcdefghijklmnopqrstuvwxyz0123456789");
    return out;
}

std::string new_token(const Random& random) {
    std::array<std::uint8_t, 32> bytes{};
    random(bytes);
    return base64url(bytes);
}

}  // namespace vitrine
