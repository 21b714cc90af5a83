// Random identifiers. Randomness is passed in, so that tests and simulations are repeatable.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace vitrine {

using Random = std::function<void(std::span<std::uint8_t>)>;
// The kernel's generator (fill_random). Any thread.
[[nodiscard]] Random system_random();

// 32 lower-case hex digits, not all zero: a W3C trace id. 16 for a span id.
[[nodiscard]] std::string new_trace_id(const Random& random);
[[nodiscard]] std::string new_span_id(const Random& random);

// RFC 9562 version 4.
[[nodiscard]] std::string new_uuid(const Random& random);

// `length` characters of Crockford's base 32 (no I, L, O, U), upper case.
[[nodiscard]] std::string crockford(const Random& random, std::size_t length);

// `length` characters of [a-z0-9], a letter first.
[[nodiscard]] std::string new_id(const Random& random, std::size_t length = 20);

// 32 random bytes as base64url (43 characters): a capability token.
[[nodiscard]] std::string new_token(const Random& random);

}  // namespace vitrine
