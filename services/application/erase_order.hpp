// The owner erases the customer's data of an order.
#pragma once

#include "services/application/error.hpp"
#include "services/application/seen_revs.hpp"
#include "services/application/shop.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// Name, e-mail and address become empty in whatever state the order is; where they were, nothing changes. not_found;
// precondition_failed where the order is another than was seen.
[[nodiscard]] Outcome<domain::Order> erase_order(const Shop& shop, const store::Context& context,
                                                 const domain::OrderId& id, const SeenRevs& seen = whatever_rev);

}  // namespace shop::application
