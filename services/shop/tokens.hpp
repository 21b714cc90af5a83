// Capability tokens: a random secret opens one basket or one order; only its SHA-256 is kept.
#pragma once

#include <string>
#include <string_view>

#include "lib/secret.hpp"
#include "services/shop/ids.hpp"

namespace shop {

using vitrine::Secret;

// SHA-256 as lower-case hexadecimal.
[[nodiscard]] std::string hash_of(std::string_view text);
[[nodiscard]] inline std::string hash_of(const Secret& token) {
    return hash_of(token.reveal());
}

// Constant in time. An empty token opens nothing.
[[nodiscard]] bool opens(const Secret& token, std::string_view hash);

// HMAC-SHA256(basket token, "order:" + Idempotency-Key) as base64url: a repeat can return it though it is kept nowhere.
[[nodiscard]] Secret order_token(const Secret& basket_token, std::string_view idempotency_key);

}  // namespace shop
