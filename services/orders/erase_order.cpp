#include "services/orders/erase_order.hpp"

#include <utility>

#include "services/orders/get_order.hpp"
#include "services/orders/orders.hpp"

namespace shop {

Outcome<Order> erase_order(const Shop& shop, const store::Context& context, const OrderId& id, const SeenRevs& seen) {
    auto order = get_order(shop, context, id, {{}, true});
    if (!order) return order;
    return update_order(shop, context, *std::move(order),
                        [&](const Order& before) -> Outcome<std::optional<OrderChange>> {
                            if (!seen.admits(before.rev)) return order_is_another();
                            Order after = before;
                            if (!erase_customer(after, shop.clock())) return std::nullopt;
                            return OrderChange{before, std::move(after)};
                        });
}

}  // namespace shop
