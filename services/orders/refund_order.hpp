// The end of a refund: the provider pays back, then what was sold is available again.
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// `refund#ID`: the provider's key of this order's refund. It is always the same, so an order is paid back at most once.
[[nodiscard]] std::string refund_key(const OrderId& id);

// Ends the refund that `order` was read refunding with. The order as it is then; where others were faster, as they left
// it. An error: it is still refunding; ask again later.
[[nodiscard]] Outcome<Order> settle_refund(const Shop& shop, Payments& payments, const store::Context& context,
                                           Order order);

}  // namespace shop
