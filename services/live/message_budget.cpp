#include "services/live/message_budget.hpp"

#include <algorithm>
#include <chrono>

#include "lib/time.hpp"
#include "services/shop/attempts.hpp"

namespace shop {
namespace {

constexpr std::int64_t seconds_in_a_minute = 60;

// An item of its own, under no connection's id: whoever looks for a connection's subscriptions doesn't meet it, and
// DynamoDB's time to live takes it away at no cost.
store::Key key_of(const std::string& connection_id) {
    const std::string key = "budget#" + connection_id;
    return {{"topic", key}, {"connectionId", key}};
}

std::int64_t minute_of(const std::optional<store::Item>& item) {
    if (!item) return 0;
    const auto at = item->find("minute");
    const std::int64_t* number = at == item->end() ? nullptr : at->second.number();
    return number ? *number : 0;
}

}  // namespace

Outcome<MessageBudget::Grant> MessageBudget::take(const Shop& shop, const store::Context& context,
                                                  const std::string& connection_id, std::int64_t units) {
    const std::int64_t minute = vitrine::epoch_seconds(shop.clock()) / seconds_in_a_minute;
    if (minute != minute_) {
        minute_ = minute;
        seen_.clear();
    }
    Seen& seen = seen_[connection_id];
    if (seen.spent) return Grant::spent_before;
    if (seen.units + units <= units_of_a_process) {
        seen.units += units;
        return Grant::granted;
    }
    const auto counted = count(shop.store, context, connection_id, units);
    if (!counted) return std::unexpected(counted.error());
    seen.spent = !*counted;
    return *counted ? Grant::granted : Grant::spent;
}

// Most counted messages come in a minute that has begun, so that is tried first: one write each.
Outcome<bool> MessageBudget::count(store::Store& store, const store::Context& context, const std::string& connection_id,
                                   std::int64_t units) const {
    std::int64_t minute = minute_;
    return retry_conflicts("a connection's messages", [&]() -> Outcome<std::optional<bool>> {
        auto counted = store.modify(
            context, {table_,
                      key_of(connection_id),
                      {store::Increase{"units", units}},
                      store::all({store::equals("minute", minute),
                                  store::compares("units", store::Compare::less_equal, units_in_all - units)})});
        if (counted) return true;
        if (counted.error().fault != store::Fault::condition_failed) return failed(counted.error());
        const auto& current = counted.error().current;
        if (minute_of(current) == minute) return false;
        // Another process's clock is ahead: its minute holds.
        minute = std::max(minute, minute_of(current));
        if (minute_of(current) == minute) return std::nullopt;

        store::Item item = key_of(connection_id);
        item.insert_or_assign("minute", minute);
        item.insert_or_assign("units", units);
        item.insert_or_assign("expiresAt", (minute + 2) * seconds_in_a_minute);
        const auto begun =
            store.put(context, {table_, std::move(item),
                                current ? store::equals("minute", minute_of(current)) : store::not_exists("topic")});
        if (begun) return true;
        if (begun.error().fault != store::Fault::condition_failed) return failed(begun.error());
        return std::nullopt;
    });
}

}  // namespace shop
