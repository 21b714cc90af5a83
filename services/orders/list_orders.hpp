// The owner's list: orders of one state, newest first.
#pragma once

#include <optional>
#include <vector>

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The last order of a page: the next one goes on after it.
struct OrderPageEnd {
    Instant placed_at;
    OrderId id;
};

struct OrderPage {
    std::vector<Order> orders;
    std::optional<OrderPageEnd> next;  // none: this was the last page
};

// Newest first; of one instant the higher id first. Orders past their time are left out. Reads an index, eventually
// consistent: an order that moved a moment ago may be missing, or still be listed. `limit` is 1 or more; `after` is the
// `next` of the page before.
[[nodiscard]] Outcome<OrderPage> list_orders(const Shop& shop, const store::Context& context, OrderState state,
                                             std::size_t limit, const std::optional<OrderPageEnd>& after);

}  // namespace shop
