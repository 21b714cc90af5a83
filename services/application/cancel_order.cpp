#include "services/application/cancel_order.hpp"

#include <utility>

#include "services/application/get_order.hpp"
#include "services/application/orders.hpp"

namespace shop::application {
namespace {

std::unexpected<Error> too_late(const domain::Order& order, domain::OrderFault fault) {
    std::string why = fault == domain::OrderFault::payment_in_progress
                          ? "Its payment is being decided. Look again in a moment."
                          : "The order is " + std::string(domain::name_of(order.state)) +
                                ". Only an order that awaits payment can be cancelled.";
    return refuse(Refusal::order_not_cancellable, std::move(why), order.state);
}

}  // namespace

// An order whose hold has run out and which nobody has swept yet may be cancelled: either way its stock returns.
Outcome<domain::Order> cancel_order(const Shop& shop, const store::Context& context, const domain::OrderId& id,
                                    const Secret& token) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        auto order = get_order(shop, context, id, {token, false});
        if (!order || order->state == domain::OrderState::cancelled) return order;
        domain::Order after = *order;
        const auto transition =
            domain::move(after, domain::OrderState::cancelled, domain::Actor::customer, shop.clock());
        if (!transition) return too_late(*order, transition.error());
        const auto committed = commit_move(shop, context, *order, after, *transition);
        if (!committed) return std::unexpected(committed.error());
        if (*committed == Committed::yes) return after;
    }
    return contended("cancelling an order");
}

}  // namespace shop::application
