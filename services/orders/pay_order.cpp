#include "services/orders/pay_order.hpp"

#include <utility>

#include "lib/ids.hpp"
#include "services/orders/get_order.hpp"
#include "services/orders/orders.hpp"
#include "services/orders/payment.hpp"
#include "services/orders/settle_payment.hpp"

namespace shop {
namespace {

std::unexpected<Error> not_payable(const Order& order) {
    const std::string why = order.payment.state == PaymentState::refunded && order.state == OrderState::awaiting_payment
                                ? "It could not be sold any more, and was paid back."
                                : "The order is " + std::string(name_of(order.state)) + ".";
    return refuse(Refusal::order_not_payable, why + " Only an order that awaits payment can be paid for.",
                  state_now(order));
}

// nullopt: the order says it all.
Outcome<std::optional<OrderChange>> begun(const Shop& shop, const Order& before, const std::string& key,
                                          const std::string& method) {
    Order after = before;
    const auto begun = begin_payment(after, key, method, shop.clock());
    if (begun) return OrderChange{before, std::move(after)};
    switch (begun.error()) {
        case PaymentFault::paid:
        case PaymentFault::pending:
            return std::nullopt;
        case PaymentFault::refunding:
            return refuse(Refusal::payment_in_progress, {}, state_now(before));
        case PaymentFault::hold_expired:
            return refuse(Refusal::hold_expired);
        case PaymentFault::not_payable:
            break;
    }
    return not_payable(before);
}

// What the end of this call's own charge means to the customer.
Outcome<Asked> told(Order order) {
    switch (order.payment.state) {
        case PaymentState::declined:
            return refuse(Refusal::payment_declined);
        case PaymentState::none:
            return refuse(Refusal::unavailable, "The payment took too long and was given up. Nothing was charged.");
        case PaymentState::refunded:
            return not_payable(order);
        case PaymentState::pending:
        case PaymentState::paid:
        case PaymentState::refunding:
            break;
    }
    return Asked{std::move(order), {}};
}

}  // namespace

Outcome<Asked> pay_order(const Shop& shop, Payments& payments, const store::Context& context, const OrderId& id,
                         const Secret& token, const PaymentRequest& request, const SeenRevs& seen) {
    auto order = get_order(shop, context, id, {token, false});
    if (!order) return std::unexpected(std::move(order.error()));
    const std::string key = vitrine::new_uuid(shop.random);
    order =
        update_order(shop, context, *std::move(order), [&](const Order& before) -> Outcome<std::optional<OrderChange>> {
            if (!seen.admits(before.rev)) return order_is_another();
            return begun(shop, before, key, request.method);
        });
    if (!order) return std::unexpected(std::move(order.error()));
    if (order->payment.key != key) return Asked{*std::move(order), {}};
    const auto charge = payments.charge(asking_provider(context), {key, order->total, request.instrument});
    // From here on the order tells the truth whatever fails: it is pending, and the sweeper will settle it.
    if (!charge) return Asked{*std::move(order), failed(charge.error()).error().cause};
    auto settled = settle_payment(shop, payments, context, *order, *charge);
    if (!settled) return Asked{*std::move(order), std::move(settled.error().cause)};
    return told(*std::move(settled));
}

}  // namespace shop
