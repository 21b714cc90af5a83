// The owner moves an order along, and pays back.
#pragma once

#include "services/application/error.hpp"
#include "services/application/ports.hpp"
#include "services/application/seen_revs.hpp"
#include "services/application/settle_payment.hpp"
#include "services/application/shop.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// The order as it is then; `paid`: a transfer arrived; `refunded`: at once, or refunding where the provider has not
// answered yet. not_found; precondition_failed where the order is another than was seen; transition_forbidden;
// payment_in_progress.
[[nodiscard]] Outcome<Asked> transition_order(const Shop& shop, Payments& payments, const store::Context& context,
                                              const domain::OrderId& id, const SeenRevs& seen, domain::OrderState to);

}  // namespace shop::application
