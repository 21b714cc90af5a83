// The part of the books that is about money.
#include <fmt/format.h>

#include <algorithm>

#include "tests/simulation/items.hpp"
#include "tests/simulation/ledger.hpp"
#include "tests/simulation/provider.hpp"

namespace shop::simulation {
namespace {

using store::Item;

const std::string& payment(const Item& order, std::string_view name) {
    const auto at = order.find("payment");
    return at != order.end() && at->second.map() ? text(*at->second.map(), name) : no_text;
}

bool undecided(const Item& order) {
    return payment(order, "state") == "pending" || payment(order, "state") == "refunding";
}

bool is_paid(const Item& order) {
    return payment(order, "state") == "paid" || payment(order, "state") == "refunding";
}

}  // namespace

// Nothing moves an order whose payment is being decided but its end; a charge begins and a hold ends in time.
void Ledger::payment_written(const Item& before, const Item& after) {
    const std::string &from = text(before, "state"), &to = text(after, "state"), &pk = text(after, "pk");
    const auto hold_until = vitrine::from_rfc3339(text(after, "holdUntil"));
    if (undecided(before) && from != to && to != "paid" && to != "refunded")
        broken(fmt::format("an order became {} while its payment was {}: {}", to, payment(before, "state"), pk));
    if (undecided(before) && undecided(after) && payment(before, "key") != payment(after, "key"))
        broken("a charge was begun while another was being decided: " + pk);
    if (from != to && to == "expired" && now_ + max_clock_error < *hold_until)
        broken("a hold was released before its time: " + pk);
    const bool begins = payment(after, "state") == "pending" && !undecided(before);
    if (begins && now_ + std::chrono::seconds{30} > *hold_until + max_clock_error + slowest_write)
        broken("a charge was begun too late for its hold: " + pk);
}

void Ledger::in_time(std::string_view what, Instant due, std::chrono::seconds bound, const std::string& pk) {
    const Instant from = std::max(due, last_trouble_ + slowest_write);
    if (now_ <= from + bound + bounds_tolerance) return;
    const auto late = std::chrono::duration_cast<std::chrono::seconds>(now_ - from);
    broken(fmt::format("{} took {} s, {} s at most are allowed: {}", what, late.count(), bound.count(), pk));
}

// Everything that waits for a decision ends within its bound.
void Ledger::bounds_written(const Item& before, const Item& after) {
    const std::string& pk = text(after, "pk");
    const bool decided = undecided(before) && !undecided(after);
    Instant& since = payment_since_[pk];
    if (decided) in_time("deciding a payment or refund", since, payment_ends, pk);
    const bool calm = last_trouble_ + slowest_write < since;
    if (decided && calm && payment(after, "state") == "declined")
        in_time("declining a payment", since, decline_ends, pk);
    if (text(before, "state") != "expired" && text(after, "state") == "expired")
        in_time("releasing a hold", std::max(since, *vitrine::from_rfc3339(text(after, "holdUntil"))), release_is_late,
                pk);
    if (payment(before, "state") != payment(after, "state")) since = now_;
}

void Ledger::close_payments(const std::vector<Item>& orders, const Provider& provider) {
    std::map<std::string, const Item*> paid;  // by the key of the charge
    for (const Item& order : orders) {
        const std::string& pk = text(order, "pk");
        if (!pk.starts_with("order#")) continue;
        if (undecided(order) || text(order, "state") == "awaiting-payment")
            broken(
                fmt::format("order {} is left {}, its payment {}", pk, text(order, "state"), payment(order, "state")));
        if (!is_paid(order) || payment(order, "method") == "transfer") continue;
        const std::string& key = payment(order, "key");
        if (!paid.emplace(key, &order).second) broken("one charge pays for two orders: " + key);
        const auto account = provider.accounts().find(key);
        if (account == provider.accounts().end() || account->second.charge != Charge::charged)
            broken("a paid order was never charged for: " + pk);
    }
    for (const auto& [key, account] : provider.accounts()) {
        if (account.charge != Charge::charged) continue;
        const auto order = paid.find(key);
        const std::size_t counts = (order == paid.end() ? 0 : 1) + account.refunds.size();
        if (counts != 1) broken(fmt::format("charge {} is matched by {} orders and refunds", key, counts));
        if (order != paid.end() && number(*order->second, "total") != account.amount.minor())
            broken(fmt::format("charge {} is not the order's total", key));
        for (const auto& [refund, amount] : account.refunds)
            if (amount != account.amount) broken("a refund is not what was charged: " + refund);
    }
}

}  // namespace shop::simulation
