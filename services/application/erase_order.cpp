#include "services/application/erase_order.hpp"

#include <utility>

#include "services/application/get_order.hpp"
#include "services/application/orders.hpp"

namespace shop::application {

Outcome<domain::Order> erase_order(const Shop& shop, const store::Context& context, const domain::OrderId& id,
                                   const SeenRevs& seen) {
    auto order = get_order(shop, context, id, {{}, true});
    if (!order) return order;
    return change_order(shop, context, *std::move(order),
                        [&](const domain::Order& before) -> Outcome<std::optional<OrderChange>> {
                            if (!seen.admits(before.rev)) return order_is_another();
                            domain::Order after = before;
                            if (!domain::erase_customer(after, shop.clock())) return std::nullopt;
                            return OrderChange{before, std::move(after)};
                        });
}

}  // namespace shop::application
