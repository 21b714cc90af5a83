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
    std::string idempotency_key;
    BasketId basket;
    std::optional<Rev> basket_rev;
    Customer customer;
    Money expected_total;
    std::string network{};  // a keyed hash of the network address that asks; one household, one network
};

struct PlacedOrder {
    Order order;
    Secret token;
    bool replayed = false;  // the key had been used for this very request before: the order as it is now
};

// not_found (the basket), basket_changed, basket_empty, insufficient_stock with every short line, price_changed,
// unpaid_limit (the network holds too much that it has not paid for) with every line of which less may be ordered now,
// basket_closed (ordered under another key), idempotency_key_reused (this key, another body).
// An outcome that nobody can tell is `unavailable`: the same request again finds out.
[[nodiscard]] Outcome<PlacedOrder> place_order(const Shop& shop, const store::Context& context,
                                               const Checkout& checkout, const Secret& basket_token);

}  // namespace shop
