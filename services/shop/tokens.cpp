#include "services/shop/tokens.hpp"

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop {

std::string hash_of(std::string_view text) {
    return vitrine::hex(vitrine::sha256(text));
}

bool opens(const Secret& token, std::string_view hash) {
    return !token.empty() && vitrine::constant_time_equal(hash_of(token), hash);
}

Secret order_token(const Secret& basket_token, std::string_view idempotency_key) {
    const auto digest =
        vitrine::hmac_sha256(vitrine::bytes_of(basket_token.reveal()), "order:" + std::string(idempotency_key));
    return Secret(vitrine::base64url(digest));
}

}  // namespace shop
