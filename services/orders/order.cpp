#include "services/orders/order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shop {
namespace {

template <typename Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

constexpr Names<OrderState, 8> order_states{{
    {OrderState::awaiting_payment, "awaiting-payment"},
    {OrderState::paid, "paid"},
    {OrderState::packed, "packed"},
    {OrderState::shipped, "shipped"},
    {OrderState::delivered, "delivered"},
    {OrderState::expired, "expired"},
    {OrderState::cancelled, "cancelled"},
    {OrderState::refunded, "refunded"},
}};

constexpr Names<Actor, 3> actors{{
    {Actor::customer, "customer"},
    {Actor::owner, "owner"},
    {Actor::system, "system"},
}};

constexpr Names<PaymentState, 6> payment_states{{
    {PaymentState::none, "none"},
    {PaymentState::pending, "pending"},
    {PaymentState::paid, "paid"},
    {PaymentState::declined, "declined"},
    {PaymentState::refunding, "refunding"},
    {PaymentState::refunded, "refunded"},
}};

constexpr std::array<Transition, 9> table{{
    {OrderState::awaiting_payment, OrderState::paid, Actor::customer, sell},
    {OrderState::awaiting_payment, OrderState::paid, Actor::owner, sell},  // a transfer arrived
    {OrderState::awaiting_payment, OrderState::cancelled, Actor::customer, release},
    {OrderState::awaiting_payment, OrderState::expired, Actor::system, release},
    {OrderState::paid, OrderState::packed, Actor::owner, nullptr},
    {OrderState::packed, OrderState::shipped, Actor::owner, nullptr},
    {OrderState::shipped, OrderState::delivered, Actor::owner, nullptr},
    {OrderState::paid, OrderState::refunded, Actor::owner, take_back},
    {OrderState::packed, OrderState::refunded, Actor::owner, take_back},
}};

template <typename Value, std::size_t count>
std::string_view look_up(const Names<Value, count>& names, Value value) {
    for (const auto& [known, name] : names) {
        if (known == value) return name;
    }
    std::unreachable();
}

template <typename Value, std::size_t count>
std::optional<Value> look_up(const Names<Value, count>& names, std::string_view name) {
    for (const auto& [value, known] : names) {
        if (known == name) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(OrderState state) {
    return look_up(order_states, state);
}
std::optional<OrderState> order_state_from(std::string_view name) {
    return look_up(order_states, name);
}
std::string_view name_of(Actor actor) {
    return look_up(actors, actor);
}
std::optional<Actor> actor_from(std::string_view name) {
    return look_up(actors, name);
}
std::string_view name_of(PaymentState state) {
    return look_up(payment_states, state);
}
std::optional<PaymentState> payment_state_from(std::string_view name) {
    return look_up(payment_states, name);
}

std::span<const Transition> transitions() {
    return table;
}

std::expected<Transition, OrderFault> move(Order& order, OrderState to, Actor by, Instant now,
                                           std::optional<std::string> note) {
    const auto way = std::ranges::find_if(
        table, [&](const Transition& known) { return known.from == order.state && known.to == to && known.by == by; });
    if (way == table.end()) return std::unexpected(OrderFault::forbidden);
    if (order.payment.state == PaymentState::pending || order.payment.state == PaymentState::refunding) {
        return std::unexpected(OrderFault::payment_in_progress);
    }
    order.history.push_back({now, order.state, to, by, std::move(note)});
    order.state = to;
    order.rev = order.rev.next();
    return *way;
}

bool erase_customer(Order& order, Instant now) {
    if (order.customer == Customer{}) return false;
    order.customer = {};
    order.history.push_back({now, order.state, order.state, Actor::owner, "The customer's data were erased."});
    order.rev = order.rev.next();
    return true;
}

Instant moved_at(const Order& order) {
    const auto is_move = [](const HistoryEntry& entry) { return entry.from != entry.to; };
    const auto last = std::ranges::find_if(order.history.rbegin(), order.history.rend(), is_move);
    return last == order.history.rend() ? order.placed_at : last->at;
}

std::optional<Instant> kept_until(const Order& order, const Retention& retention) {
    if (order.state == OrderState::awaiting_payment) return std::nullopt;
    const bool ended_unpaid = order.state == OrderState::expired || order.state == OrderState::cancelled;
    const bool no_money_moved =
        order.payment.state == PaymentState::none || order.payment.state == PaymentState::declined;
    return moved_at(order) + (ended_unpaid && no_money_moved ? retention.unpaid : retention.paid);
}

std::string order_number(std::string_view ten_characters) {
    return "V-" + std::string(ten_characters.substr(0, 4)) + '-' + std::string(ten_characters.substr(4));
}

}  // namespace shop
