// The customer takes an order back before paying; what it held returns to the shelf.
#pragma once

#include "services/application/error.hpp"
#include "services/application/seen_revs.hpp"
#include "services/application/shop.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// The order as it is now; one that is cancelled already as it is. not_found where the token does not open it,
// precondition_failed where it is another than was seen, order_not_cancellable where it no longer awaits payment,
// payment_in_progress where that is being decided.
[[nodiscard]] Outcome<domain::Order> cancel_order(const Shop& shop, const store::Context& context,
                                                  const domain::OrderId& id, const Secret& token,
                                                  const SeenRevs& seen = whatever_rev);

}  // namespace shop::application
