// The owner moves an order along, and pays back.
#pragma once

#include "services/orders/order.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/orders/settle_payment.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The order as it is then; `paid`: a transfer arrived; `refunded`: at once, or refunding where the provider has not
// answered yet. not_found; precondition_failed where the order is another than was seen; transition_forbidden;
// payment_in_progress.
[[nodiscard]] Outcome<Asked> transition_order(const Shop& shop, Payments& payments, const store::Context& context,
                                              const OrderId& id, const SeenRevs& seen, OrderState to);

}  // namespace shop
