// Following an order: with its token, or as the shop's owner.
#pragma once

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

struct OrderAccess {
    Secret token;           // may be empty
    bool is_owner = false;  // opens every order
};

// not_found where there is none, and where the access does not open it.
[[nodiscard]] Outcome<domain::Order> get_order(const Shop& shop, const store::Context& context,
                                               const domain::OrderId& id, const OrderAccess& access);

}  // namespace shop::application
