// An order and the states it may go through. What may follow what, by whom and with what effect on stock is one table.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/baskets/quantity.hpp"
#include "services/products/image.hpp"
#include "services/products/stock.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/money.hpp"
#include "services/shop/order_terms.hpp"

namespace shop {

enum class OrderState { awaiting_payment, paid, packed, shipped, delivered, expired, cancelled, refunded };
// As the API and the tables spell it: `awaiting-payment`, the others as here. nullopt for any other text.
[[nodiscard]] std::string_view name_of(OrderState state);
[[nodiscard]] std::optional<OrderState> order_state_from(std::string_view name);

enum class Actor { customer, owner, system };
// As `by` of an entry of history spells it. nullopt for any other text.
[[nodiscard]] std::string_view name_of(Actor actor);
[[nodiscard]] std::optional<Actor> actor_from(std::string_view name);

enum class PaymentState { none, pending, paid, declined, refunding, refunded };
// As `payment.state` spells it in the API and the tables. nullopt for any other text.
[[nodiscard]] std::string_view name_of(PaymentState state);
[[nodiscard]] std::optional<PaymentState> payment_state_from(std::string_view name);

// The country decides which of city, state and postcode an address has (postal_address.hpp); the others are empty.
struct Address {
    std::string line1;
    std::optional<std::string> line2;
    std::string city;
    std::string state;  // its code in the country's list
    std::string postcode;
    std::string country;  // ISO 3166-1 alpha-2
    bool operator==(const Address&) const = default;
};

struct Customer {
    std::string name;
    std::string email;
    Address address;
    bool operator==(const Customer&) const = default;
};

// A product as it was sold: later edits of the product change no order.
struct OrderLine {
    ProductId product;
    std::string name;
    std::optional<Image> image;  // with the sources of a card
    Quantity quantity;
    Money unit_price;
    Money total;
    bool operator==(const OrderLine&) const = default;
};

// How it moves: payment.hpp.
struct Payment {
    PaymentState state = PaymentState::none;
    std::optional<std::string> method;
    std::optional<std::string> key;   // the provider's key of the charge; none for a transfer
    std::optional<Instant> begun_at;  // of the charge or refund that is being decided
    bool operator==(const Payment&) const = default;
};

struct HistoryEntry {
    Instant at;
    std::optional<OrderState> from;  // none in the first entry; the same as `to` where something else happened
    OrderState to;
    Actor by;
    std::optional<std::string> note;
    bool operator==(const HistoryEntry&) const = default;
};

struct Order {
    OrderId id;
    std::string number;  // V-XXXX-XXXXXX, for people
    Rev rev;
    OrderState state = OrderState::awaiting_payment;
    std::vector<OrderLine> lines;
    Money total;
    Customer customer;
    Instant placed_at;
    Instant hold_until;  // until then the stock is kept without payment
    Payment payment;
    std::vector<HistoryEntry> history;
    bool operator==(const Order&) const = default;
};

// One way from a state to another.
struct Transition {
    OrderState from;
    OrderState to;
    Actor by;
    StockMove (*effect)(std::int64_t units);  // on each line's product; null where stock stays as it is
};

// Every transition there is; `move` forbids all others. From awaiting_payment to paid there are two: a customer pays,
// or the owner records a transfer.
[[nodiscard]] std::span<const Transition> transitions();

enum class OrderFault {
    forbidden,            // no transition leads there for this actor
    payment_in_progress,  // nothing moves an order whose payment or refund is being decided
};

// Moves the order: next rev, one more entry of history. Returns the transition, for its effect on stock. On an error
// the order is as it was.
[[nodiscard]] std::expected<Transition, OrderFault> move(Order& order, OrderState to, Actor by, Instant now,
                                                         std::optional<std::string> note = std::nullopt);

// Name, e-mail and address become empty for good: next rev, one more entry of history. false: they were empty already,
// and the order is as it was.
bool erase_customer(Order& order, Instant now);

// When it entered its present state.
[[nodiscard]] Instant moved_at(const Order& order);
// From then on the order reads as absent (is_past in order_item.hpp). `retention.unpaid` after the last move where it
// was cancelled or expired and no money moved, else `retention.paid`. nullopt while it awaits payment.
[[nodiscard]] std::optional<Instant> kept_until(const Order& order, const Retention& retention);

// "7K3M92QDXR" gives V-7K3M-92QDXR. The length is not checked.
[[nodiscard]] std::string order_number(std::string_view ten_characters);

}  // namespace shop
