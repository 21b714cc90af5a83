// The few primitives that signatures and tokens need, over OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "lib/encoding.hpp"

namespace vitrine {

using Digest = std::array<std::uint8_t, 32>;

// FIPS 180-4, and RFC 2104 with a key of any length.
[[nodiscard]] Digest sha256(std::string_view data);
[[nodiscard]] Digest hmac_sha256(Bytes key, std::string_view data);

// Time depends on the lengths alone, never on the contents.
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b);

// Fills from the kernel's generator, getrandom(2); aborts the process where that fails.
void fill_random(std::span<std::uint8_t> out);

}  // namespace vitrine
