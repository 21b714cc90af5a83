// Subscribes a WebSocket connection to topics.
#pragma once

#include <expected>
#include <string>
#include <variant>
#include <vector>

#include "services/feed/position.hpp"
#include "services/shop/error.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

constexpr std::size_t max_subscriptions = 20;  // of one connection

struct Connection {
    std::string id;
    Instant since;
};

// A basket or order, and the token that opens it.
struct Claim {
    std::variant<BasketId, OrderId> of;
    Secret token;
};

struct Hello {
    bool catalogue = false;
    bool studio = false;  // the caller has made sure that this is the owner
    std::vector<Claim> claims;
};

// Writes the subscriptions, then reads the feed's head consistently and returns it: no change after it is missed. All
// or, where a claim is refused, none: not_found with a pointer for each such claim; invalid_content where there would
// be too many, before any claim is checked. What the connection follows already is neither checked nor written again.
// After an error of the store some may be written.
[[nodiscard]] Outcome<Position> subscribe(const Shop& shop, const store::TableName& connections,
                                          const store::Context& context, const Connection& connection,
                                          const Hello& hello);

}  // namespace shop
