// Following an order: with its token, or as the shop's owner.
#pragma once

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

struct OrderAccess {
    Secret token;           // may be empty
    bool is_owner = false;  // opens every order
};

// Reads consistently. not_found where there is none, and where the access does not open it.
[[nodiscard]] Outcome<Order> get_order(const Shop& shop, const store::Context& context, const OrderId& id,
                                       const OrderAccess& access);

}  // namespace shop
