#include "services/orders/transition_order.hpp"

#include <utility>

#include "services/orders/get_order.hpp"
#include "services/orders/orders.hpp"
#include "services/orders/payment.hpp"
#include "services/orders/refund_order.hpp"

namespace shop {
namespace {

std::unexpected<Error> forbidden(const Order& order, OrderState to, OrderFault fault) {
    if (fault == OrderFault::payment_in_progress) return refuse(Refusal::payment_in_progress, {}, state_now(order));
    return refuse(
        Refusal::transition_forbidden,
        "An order that is " + std::string(name_of(order.state)) + " cannot become " + std::string(name_of(to)) + ".",
        state_now(order));
}

// nullopt: the order goes on, but not yet where it is going to.
std::expected<std::optional<Transition>, OrderFault> moved(Order& order, OrderState to, Instant now) {
    if (to == OrderState::refunded) return begin_refund(order, now);
    if (to == OrderState::paid) return pay_by_transfer(order, now);
    return move(order, to, Actor::owner, now);
}

}  // namespace

Outcome<Asked> transition_order(const Shop& shop, Payments& payments, const store::Context& context, const OrderId& id,
                                const SeenRevs& seen, OrderState to) {
    auto order = get_order(shop, context, id, {{}, true});
    if (!order) return std::unexpected(std::move(order.error()));
    order =
        update_order(shop, context, *std::move(order), [&](const Order& before) -> Outcome<std::optional<OrderChange>> {
            if (!seen.admits(before.rev)) return order_is_another();
            Order after = before;
            const auto way = moved(after, to, shop.clock());
            if (!way) return forbidden(before, to, way.error());
            return OrderChange{before, std::move(after), *way ? (*way)->effect : nullptr};
        });
    if (!order) return std::unexpected(std::move(order.error()));
    if (order->payment.state != PaymentState::refunding) return Asked{*std::move(order), {}};
    auto refunded = settle_refund(shop, payments, context, *order);
    if (!refunded) return Asked{*std::move(order), std::move(refunded.error().cause)};
    return Asked{*std::move(refunded), {}};
}

}  // namespace shop
