// The owner's list: orders of one state, newest first.
#pragma once

#include <optional>
#include <vector>

#include "services/orders/order.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct OrderPageEnd {
    Instant placed_at;
    OrderId id;
};

struct OrderPage {
    std::vector<Order> orders;
    std::optional<OrderPageEnd> next;
};

[[nodiscard]] Outcome<OrderPage> list_orders(const Shop& shop, const store::Context& context, OrderState state,
                                             std::size_t limit, const std::optional<OrderPageEnd>& after);

}  // namespace shop
