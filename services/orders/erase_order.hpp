// The owner erases the customer's data of an order.
#pragma once

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// Name, e-mail and address become empty in whatever state the order is, in one conditional write; where they were,
// nothing changes. not_found; precondition_failed where the order is another than was seen.
[[nodiscard]] Outcome<Order> erase_order(const Shop& shop, const store::Context& context, const OrderId& id,
                                         const SeenRevs& seen = whatever_rev);

}  // namespace shop
