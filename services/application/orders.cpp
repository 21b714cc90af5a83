#include "services/application/orders.hpp"

#include <algorithm>
#include <utility>

#include "lib/ids.hpp"
#include "services/application/products.hpp"

namespace shop::application {
namespace {

// Only what awaits something of the clock is in the index by-due.
constexpr bool is_due(domain::OrderState state) {
    return state == domain::OrderState::awaiting_payment;
}

store::Modify order_move(const Shop& shop, const domain::Order& before, const domain::Order& after) {
    store::Update update{
        store::Set{"state", domain::name_of(after.state)},
        store::Set{"stateShard", state_shard(after.state, shard_of(after.id))},
        store::Set{"rev", after.rev.number},
        store::Append{"history", {history_value(after.history.back())}},
    };
    if (is_due(before.state) && !is_due(after.state)) {
        update.emplace_back(store::Remove{"dueShard"});
        update.emplace_back(store::Remove{"dueAt"});
    }
    return {
        shop.tables.orders, order_key(after.id), std::move(update),
        store::all({store::equals("state", domain::name_of(before.state)), store::equals("rev", before.rev.number)})};
}

bool order_was_another(const store::Error& error) {
    return error.fault == store::Fault::cancelled && !error.reasons.empty() &&
           error.reasons.front().kind == store::Reason::Kind::condition_failed;
}

}  // namespace

Outcome<std::optional<StoredOrder>> read_order(const Shop& shop, const store::Context& context,
                                               const domain::OrderId& id) {
    const auto item = shop.store.get(context, {shop.tables.orders, order_key(id)}, store::Read::consistent);
    if (!item) return failed(item.error());
    if (!*item) return std::nullopt;
    auto stored = order_from(**item);
    if (!stored) return failed(stored.error(), shop.tables.orders);
    return *std::move(stored);
}

store::Modify stock_move(const Shop& shop, const domain::ProductId& id, const domain::StockMove& move,
                         std::vector<store::Condition> conditions) {
    const std::pair<const char*, std::int64_t> counts[] = {
        {"available", move.available}, {"reserved", move.reserved}, {"sold", move.sold}};
    for (const auto& [name, by] : counts) {
        if (by < 0) conditions.push_back(store::compares(name, store::Compare::greater_equal, -by));
    }
    store::Update update;
    append(update, move);
    if (move.available != 0) update.emplace_back(store::Increase{"rev", 1});
    return {shop.tables.products, product_key(id), std::move(update), store::all(std::move(conditions))};
}

Outcome<Committed> commit_move(const Shop& shop, const store::Context& context, const domain::Order& before,
                               const domain::Order& after, const domain::Transition& transition) {
    std::vector<store::Action> actions{order_move(shop, before, after)};
    if (transition.effect) {
        for (const auto& line : before.lines) {
            actions.emplace_back(stock_move(shop, line.product, transition.effect(line.quantity.units())));
        }
    }
    const auto done = shop.store.transact(context, actions, vitrine::new_uuid(shop.random));
    if (done) return Committed::yes;
    if (order_was_another(done.error())) return Committed::no;
    if (done.error().fault == store::Fault::in_doubt) {
        const auto now = read_order(shop, context, after.id);
        if (now && *now && (*now)->order.history == after.history) return Committed::yes;
    }
    return failed(done.error());
}

}  // namespace shop::application
