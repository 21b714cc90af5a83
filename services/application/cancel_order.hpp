// The customer takes an order back before paying; what it held returns to the shelf.
#pragma once

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// The order as it is now; one that is cancelled already as it is. not_found where the token does not open it,
// order_not_cancellable where it no longer awaits payment, payment_in_progress where that is being decided.
[[nodiscard]] Outcome<domain::Order> cancel_order(const Shop& shop, const store::Context& context,
                                                  const domain::OrderId& id, const Secret& token);

}  // namespace shop::application
