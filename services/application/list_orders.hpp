// The owner's list: orders of one state, newest first.
#pragma once

#include <optional>
#include <vector>

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

struct OrderPageEnd {
    domain::Instant placed_at;
    domain::OrderId id;
};

struct OrderPage {
    std::vector<domain::Order> orders;
    std::optional<OrderPageEnd> next;
};

[[nodiscard]] Outcome<OrderPage> list_orders(const Shop& shop, const store::Context& context, domain::OrderState state,
                                             std::size_t limit, const std::optional<OrderPageEnd>& after);

}  // namespace shop::application
