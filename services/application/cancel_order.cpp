#include "services/application/cancel_order.hpp"

#include <utility>

#include "services/application/get_order.hpp"
#include "services/application/orders.hpp"

namespace shop::application {
namespace {

std::unexpected<Error> too_late(const domain::Order& order, domain::OrderFault fault) {
    if (fault == domain::OrderFault::payment_in_progress) return refuse(Refusal::payment_in_progress, {}, order.state);
    return refuse(Refusal::order_not_cancellable,
                  "The order is " + std::string(domain::name_of(order.state)) +
                      ". Only an order that awaits payment can be cancelled.",
                  order.state);
}

}  // namespace

// An order whose hold has run out and which nobody has swept yet may be cancelled: either way its stock returns.
Outcome<domain::Order> cancel_order(const Shop& shop, const store::Context& context, const domain::OrderId& id,
                                    const Secret& token, const SeenRevs& seen) {
    auto order = get_order(shop, context, id, {token, false});
    if (!order) return order;
    return change_order(
        shop, context, *std::move(order), [&](const domain::Order& before) -> Outcome<std::optional<OrderChange>> {
            if (!seen.admits(before.rev)) return order_is_another();
            if (before.state == domain::OrderState::cancelled) return std::nullopt;
            domain::Order after = before;
            const auto moved =
                domain::move(after, domain::OrderState::cancelled, domain::Actor::customer, shop.clock());
            if (!moved) return too_late(before, moved.error());
            return OrderChange{before, std::move(after), moved->effect};
        });
}

}  // namespace shop::application
