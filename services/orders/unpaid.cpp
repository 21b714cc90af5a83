#include "services/orders/unpaid.hpp"

#include <algorithm>
#include <utility>

namespace shop {
namespace {

// What an address has of one product.
struct Holding {
    std::int64_t units = 0;
    std::optional<Instant> since;  // of the row that goes on; none: nothing is held, nor was a hold time ago
    Instant ends;                  // at the latest, of those that are held; when they did, of the others
};

Holding holding_of(const ProductId& product, const UnpaidOrders& orders, std::chrono::seconds hold, Instant now) {
    Holding holding;
    for (const auto& order : orders) {
        const auto line = std::ranges::find(order.lines, product, &UnpaidLine::product);
        if (line == order.lines.end()) continue;
        if (!order.ended) holding.units += line->units;
        holding.since = holding.since ? std::min(*holding.since, line->since) : line->since;
        holding.ends = std::max(holding.ends, order.ended.value_or(std::max(now, line->since + 2 * hold)));
    }
    return holding;
}

std::int64_t max_units_of(std::int64_t stock, const UnpaidLimits& limits) {
    return std::max<std::int64_t>(1, stock * limits.share / 100);
}

class Judgement {
public:
    Judgement(const UnpaidOrders& orders, const UnpaidLimits& limits, std::chrono::seconds hold, Instant now)
        : orders_(orders), limits_(limits), hold_(hold), now_(now), may_{now + hold, {}} {}

    void look_at(const WantedUnits& wanted) {
        const Holding holding = holding_of(wanted.product, orders_, hold_, now_);
        const Instant since = holding.since.value_or(now_);
        const Instant row_ends = since + 2 * hold_;
        if (row_ends < now_ + hold_ / 2) {  // too little is left of the row to pay in
            may_not_.lines.push_back({wanted.product, wanted.units, 0});
            const Instant free = holding.ends + hold_;
            may_not_.paused_until = std::max(may_not_.paused_until.value_or(free), free);
            return;
        }
        const std::int64_t allowed = std::max<std::int64_t>(0, max_units_of(wanted.stock, limits_) - holding.units);
        if (wanted.units > allowed) may_not_.lines.push_back({wanted.product, wanted.units, allowed});
        may_.until = std::min(may_.until, row_ends);
        may_.lines.push_back({wanted.product, wanted.units, since});
    }

    std::variant<HoldGranted, HoldRefused> done() {
        if (!may_not_.lines.empty()) return std::move(may_not_);
        return std::move(may_);
    }

private:
    const UnpaidOrders& orders_;
    const UnpaidLimits& limits_;
    std::chrono::seconds hold_;
    Instant now_;
    HoldGranted may_;
    HoldRefused may_not_;
};

}  // namespace

std::optional<UnpaidOrder> still_unpaid(UnpaidOrder known, const Order& now) {
    switch (now.state) {
        case OrderState::awaiting_payment:
            return known;
        case OrderState::expired:
        case OrderState::cancelled:
            known.ended = moved_at(now);
            return known;
        case OrderState::paid:
        case OrderState::packed:
        case OrderState::shipped:
        case OrderState::delivered:
        case OrderState::refunded:
            return std::nullopt;
    }
    std::unreachable();
}

UnpaidOrders without_rested(UnpaidOrders orders, std::chrono::seconds hold, Instant now) {
    std::erase_if(orders, [&](const UnpaidOrder& order) { return order.ended && *order.ended + hold <= now; });
    return orders;
}

std::variant<HoldGranted, HoldRefused> judge_unpaid(const UnpaidOrders& orders, const std::vector<WantedUnits>& wanted,
                                                    const UnpaidLimits& limits, std::chrono::seconds hold,
                                                    Instant now) {
    if (orders.size() >= limits.orders) return HoldRefused{};
    Judgement judgement(orders, limits, hold, now);
    for (const auto& one : wanted) judgement.look_at(one);
    return judgement.done();
}

}  // namespace shop
