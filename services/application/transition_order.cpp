#include "services/application/transition_order.hpp"

#include <utility>

#include "services/application/get_order.hpp"
#include "services/application/orders.hpp"
#include "services/application/refund_order.hpp"
#include "services/domain/payment.hpp"

namespace shop::application {
namespace {

using domain::OrderState;

std::unexpected<Error> forbidden(const domain::Order& order, OrderState to, domain::OrderFault fault) {
    if (fault == domain::OrderFault::payment_in_progress) return refuse(Refusal::payment_in_progress, {}, order.state);
    return refuse(Refusal::transition_forbidden,
                  "An order that is " + std::string(domain::name_of(order.state)) + " cannot become " +
                      std::string(domain::name_of(to)) + ".",
                  order.state);
}

// nullopt: the order goes on, but not yet where it is going to.
std::expected<std::optional<domain::Transition>, domain::OrderFault> moved(domain::Order& order, OrderState to,
                                                                           domain::Instant now) {
    if (to == OrderState::refunded) return domain::begin_refund(order, now);
    if (to == OrderState::paid) return domain::pay_by_transfer(order, now);
    return domain::move(order, to, domain::Actor::owner, now);
}

}  // namespace

Outcome<Asked> transition_order(const Shop& shop, Payments& payments, const store::Context& context,
                                const domain::OrderId& id, const SeenRevs& seen, OrderState to) {
    auto order = get_order(shop, context, id, {{}, true});
    if (!order) return std::unexpected(std::move(order.error()));
    order = change_order(shop, context, *std::move(order),
                         [&](const domain::Order& before) -> Outcome<std::optional<OrderChange>> {
                             if (!seen.admits(before.rev)) return order_is_another();
                             domain::Order after = before;
                             const auto way = moved(after, to, shop.clock());
                             if (!way) return forbidden(before, to, way.error());
                             return OrderChange{before, std::move(after), *way ? (*way)->effect : nullptr};
                         });
    if (!order) return std::unexpected(std::move(order.error()));
    if (order->payment.state != domain::PaymentState::refunding) return Asked{*std::move(order), {}};
    auto refunded = settle_refund(shop, payments, context, *order);
    if (!refunded) return Asked{*std::move(order), std::move(refunded.error().cause)};
    return Asked{*std::move(refunded), {}};
}

}  // namespace shop::application
