#include "services/orders/payment.hpp"

#include <utility>

namespace shop {
namespace {

void end_unpaid(Order& order, PaymentState state) {
    order.payment.state = state;
    order.payment.begun_at.reset();
    order.rev = order.rev.next();
}

// Ends what is in progress with the move that it was begun for.
std::expected<Transition, OrderFault> end_with_move(Order& order, PaymentState during, PaymentState after,
                                                    OrderState to, Actor by, Instant now) {
    if (order.payment.state != during) return std::unexpected(OrderFault::forbidden);
    Order moved = order;
    moved.payment.state = after;
    moved.payment.begun_at.reset();
    const auto transition = move(moved, to, by, now);
    if (transition) order = std::move(moved);
    return transition;
}

}  // namespace

bool in_progress(const Payment& payment) {
    return payment.state == PaymentState::pending || payment.state == PaymentState::refunding;
}

std::optional<Instant> due_at(const Order& order) {
    if (in_progress(order.payment)) return order.payment.begun_at.value_or(order.placed_at) + settle_after;
    if (order.state == OrderState::awaiting_payment) return order.hold_until;
    return std::nullopt;
}

std::expected<void, PaymentFault> begin_payment(Order& order, std::string key, std::string method, Instant now) {
    switch (order.payment.state) {
        case PaymentState::paid:
            return std::unexpected(PaymentFault::paid);
        case PaymentState::pending:
            return std::unexpected(PaymentFault::pending);
        case PaymentState::refunding:
            return std::unexpected(PaymentFault::refunding);
        case PaymentState::refunded:
            return std::unexpected(PaymentFault::not_payable);
        case PaymentState::none:
        case PaymentState::declined:
            break;
    }
    if (order.state != OrderState::awaiting_payment) return std::unexpected(PaymentFault::not_payable);
    if (order.hold_until <= now + least_hold_to_pay) return std::unexpected(PaymentFault::hold_expired);
    order.payment = {PaymentState::pending, std::move(method), std::move(key), now};
    order.rev = order.rev.next();
    return {};
}

std::expected<Transition, OrderFault> end_charged(Order& order, Instant now) {
    return end_with_move(order, PaymentState::pending, PaymentState::paid, OrderState::paid, Actor::customer, now);
}

void end_declined(Order& order) {
    end_unpaid(order, PaymentState::declined);
}

void end_voided(Order& order) {
    end_unpaid(order, PaymentState::none);
    order.payment = {};
}

void end_unsold(Order& order) {
    end_unpaid(order, PaymentState::refunded);
}

std::expected<Transition, OrderFault> pay_by_transfer(Order& order, Instant now) {
    auto moved = move(order, OrderState::paid, Actor::owner, now);
    if (moved) order.payment = {PaymentState::paid, std::string(by_transfer), std::nullopt, std::nullopt};
    return moved;
}

std::expected<std::optional<Transition>, OrderFault> begin_refund(Order& order, Instant now) {
    Order refunded = order;
    const auto moved = move(refunded, OrderState::refunded, Actor::owner, now);
    if (!moved) return std::unexpected(moved.error());
    if (!order.payment.key) {
        refunded.payment.state = PaymentState::refunded;
        order = std::move(refunded);
        return *moved;
    }
    order.payment.state = PaymentState::refunding;
    order.payment.begun_at = now;
    order.rev = order.rev.next();
    return std::nullopt;
}

std::expected<Transition, OrderFault> end_refunded(Order& order, Instant now) {
    return end_with_move(order, PaymentState::refunding, PaymentState::refunded, OrderState::refunded, Actor::owner,
                         now);
}

}  // namespace shop
