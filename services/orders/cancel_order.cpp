#include "services/orders/cancel_order.hpp"

#include <utility>

#include "services/orders/get_order.hpp"
#include "services/orders/orders.hpp"

namespace shop {
namespace {

std::unexpected<Error> too_late(const Order& order, OrderFault fault) {
    if (fault == OrderFault::payment_in_progress) return refuse(Refusal::payment_in_progress, {}, state_now(order));
    return refuse(
        Refusal::order_not_cancellable,
        "The order is " + std::string(name_of(order.state)) + ". Only an order that awaits payment can be cancelled.",
        state_now(order));
}

}  // namespace

// An order whose hold has run out and which nobody has swept yet may be cancelled: either way its stock returns.
Outcome<Order> cancel_order(const Shop& shop, const store::Context& context, const OrderId& id, const Secret& token,
                            const SeenRevs& seen) {
    auto order = get_order(shop, context, id, {token, false});
    if (!order) return order;
    return update_order(shop, context, *std::move(order),
                        [&](const Order& before) -> Outcome<std::optional<OrderChange>> {
                            if (!seen.admits(before.rev)) return order_is_another();
                            if (before.state == OrderState::cancelled) return std::nullopt;
                            Order after = before;
                            const auto moved = move(after, OrderState::cancelled, Actor::customer, shop.clock());
                            if (!moved) return too_late(before, moved.error());
                            return OrderChange{before, std::move(after), moved->effect};
                        });
}

}  // namespace shop
