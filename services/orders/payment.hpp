// Payment as a saga: what may begin, and what its end makes of the order. Between begin and end nothing else moves the
// order (see `move`), so the end of a charge or refund always meets the order that began it.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>

#include "services/orders/order.hpp"

namespace shop {

// A charge begins only while the hold lasts for longer than this: its answer should find the stock still held.
constexpr std::chrono::seconds least_hold_to_pay{30};
// A charge or refund that has not ended this long after it began was left behind by its request: the sweeper settles
// it.
constexpr std::chrono::seconds settle_after{60};

// Payment by a transfer that the owner saw arrive; no provider has a charge for it.
constexpr std::string_view by_transfer = "transfer";

// A charge or refund is being decided.
[[nodiscard]] bool in_progress(const Payment& payment);

// When the order has to be looked at: at the end of its hold, or `settle_after` after a charge or refund was begun.
// nullopt: no passing of time changes it.
[[nodiscard]] std::optional<Instant> due_at(const Order& order);

enum class PaymentFault {
    paid,          // it is paid for: nothing to do
    pending,       // a charge is being decided
    refunding,     // a refund is
    not_payable,   // expired, cancelled, refunded
    hold_expired,  // the hold ends too soon, or has ended
};

// Each of these makes the order's next revision, or fails and leaves it as it is.

// Begins a charge under the provider's key `key`, which has to be a new one.
[[nodiscard]] std::expected<void, PaymentFault> begin_payment(Order& order, std::string key, std::string method,
                                                              Instant now);
// Charged: the order is paid, the hold a sale. forbidden: it can no longer be sold, what was charged has to go back.
[[nodiscard]] std::expected<Transition, OrderFault> end_charged(Order& order, Instant now);
// Not charged: the order awaits payment as before, after end_voided as if no charge had begun. For these two and
// end_unsold a charge must be pending; that is not checked.
void end_declined(Order& order);
void end_voided(Order& order);
// Charged and paid back, since the order could no longer be sold. It is never charged again.
void end_unsold(Order& order);

// The owner saw a transfer arrive.
[[nodiscard]] std::expected<Transition, OrderFault> pay_by_transfer(Order& order, Instant now);

// Begins to pay back. nullopt: there is a provider to ask; the order keeps its state until it answered. A transition:
// a transfer goes back outside of the shop, the order is refunded at once.
[[nodiscard]] std::expected<std::optional<Transition>, OrderFault> begin_refund(Order& order, Instant now);
// Paid back: what was sold is available again. forbidden: no refund is in progress.
[[nodiscard]] std::expected<Transition, OrderFault> end_refunded(Order& order, Instant now);

}  // namespace shop
