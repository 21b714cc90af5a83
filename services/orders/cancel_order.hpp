// The customer takes an order back before paying; what it held returns to the shelf.
#pragma once

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// The order as it is now; one that is cancelled already as it is. not_found where the token does not open it,
// precondition_failed where it is another than was seen, order_not_cancellable where it no longer awaits payment,
// payment_in_progress where that is being decided.
[[nodiscard]] Outcome<Order> cancel_order(const Shop& shop, const store::Context& context, const OrderId& id,
                                          const Secret& token, const SeenRevs& seen = whatever_rev);

}  // namespace shop
