// Checkout: the order is placed, the stock held, the basket closed and the key bound, all in one transaction or not.
#pragma once

#include <optional>
#include <string>

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

struct Checkout {
    std::string idempotency_key;  // 1 to 128 visible ASCII characters
    BasketId basket;
    std::optional<Rev> basket_rev;  // none: whatever it is
    Customer customer;
    Money expected_total;   // a higher total is price_changed, a lower one is taken
    std::string network{};  // network_hash (http/access.hpp) of the caller
};

struct PlacedOrder {
    Order order;
    Secret token;
    bool replayed = false;  // the same request placed it before: the order as it is now
};

// not_found (the basket), basket_changed, basket_empty, insufficient_stock with every short line, price_changed,
// unpaid_limit (the network holds too much that it has not paid for) with every line of which less may be ordered now,
// basket_closed (ordered under another key), idempotency_key_reused (this key, another body).
// `unavailable` where it is not known whether the order was placed: the same request again finds out.
// Writes one transaction (docs/data.md, Checkout); the prices and the stock that it judges by are read consistently.
[[nodiscard]] Outcome<PlacedOrder> place_order(const Shop& shop, const store::Context& context,
                                               const Checkout& checkout, const Secret& basket_token);

}  // namespace shop
