// The customer cancels an order before paying; what it held is available again.
#pragma once

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// Writes the order and its products' stock in one transaction. Returns the order as it is then; one that was cancelled
// already as it is. not_found where there is none and where the token does not open it, precondition_failed where it is
// another than was seen, order_not_cancellable where it no longer awaits payment, payment_in_progress where that is
// being decided.
[[nodiscard]] Outcome<Order> cancel_order(const Shop& shop, const store::Context& context, const OrderId& id,
                                          const Secret& token, const SeenRevs& seen = whatever_rev);

}  // namespace shop
