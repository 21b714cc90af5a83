#include "services/orders/orders.hpp"

#include <algorithm>
#include <utility>

#include "lib/ids.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

void set_due(store::Update& update, const Order& before, const Order& after) {
    const auto due = due_of(after);
    if (due == due_of(before)) return;
    if (due) {
        update.emplace_back(store::Set{"dueShard", due->shard});
        update.emplace_back(store::Set{"dueAt", due->at});
    } else {
        update.emplace_back(store::Remove{"dueShard"});
        update.emplace_back(store::Remove{"dueAt"});
    }
}

bool failed_there(const store::Reason& reason) {
    return reason.kind == store::Reason::Kind::condition_failed;
}

// The answer to a transaction was lost: whether it is what the order says now.
Outcome<Committed> settle(const Shop& shop, const store::Context& context, const Order& after,
                          const store::Error& error) {
    const auto now = read_again(shop, context, after.id);
    return now && *now == after ? Outcome<Committed>(Committed::yes) : failed(error);
}

Outcome<Committed> commit_alone(const Shop& shop, const store::Context& context, const OrderChange& change) {
    const auto written = write(shop, context, order_change(shop, change.before, change.after), new_operation(shop));
    if (!written) return std::unexpected(written.error());
    return std::holds_alternative<ConditionFailed>(*written) ? Committed::order_changed : Committed::yes;
}

}  // namespace

Outcome<std::optional<StoredOrder>> read_order(const Shop& shop, const store::Context& context, const OrderId& id) {
    const auto item = shop.store.get(context, {shop.tables.orders, order_key(id)}, store::Read::consistent);
    if (!item) return failed(item.error());
    if (!*item || is_past(**item, shop.clock())) return std::nullopt;
    auto stored = order_from(**item);
    if (!stored) return failed(stored.error(), shop.tables.orders);
    return *std::move(stored);
}

Outcome<Order> read_again(const Shop& shop, const store::Context& context, const OrderId& id) {
    auto stored = read_order(shop, context, id);
    if (!stored) return std::unexpected(std::move(stored.error()));
    if (!*stored) return failed(store::ItemFault{"order " + id.text()}, shop.tables.orders);
    return std::move((*stored)->order);
}

std::unexpected<Error> order_is_another() {
    return refuse(Refusal::precondition_failed,
                  "The order changed meanwhile. Fetch it again, look at what changed and decide anew.");
}

store::Modify order_change(const Shop& shop, const Order& before, const Order& after) {
    store::Update update{
        store::Set{"state", name_of(after.state)},
        store::Set{"stateShard", state_shard(after.state, shard_of(after.id))},
        store::Set{"rev", after.rev.number},
    };
    if (after.payment != before.payment) update.emplace_back(store::Set{"payment", payment_value(after.payment)});
    if (after.customer != before.customer) update.emplace_back(store::Set{"customer", customer_value(after.customer)});
    store::List entries;
    for (std::size_t i = before.history.size(); i < after.history.size(); ++i) {
        entries.push_back(history_value(after.history[i]));
    }
    if (!entries.empty()) update.emplace_back(store::Append{"history", std::move(entries)});
    set_due(update, before, after);
    const auto end = after.state == before.state ? std::nullopt : kept_until(after, shop.retention);
    if (end) update.emplace_back(store::Set{"expiresAt", vitrine::epoch_seconds(*end)});
    return {shop.tables.orders, order_key(after.id), std::move(update),
            store::all({store::equals("state", name_of(before.state)), store::equals("rev", before.rev.number)})};
}

store::Modify stock_move(const Shop& shop, const ProductId& id, const StockMove& move,
                         std::vector<store::Condition> conditions) {
    const std::pair<const char*, std::int64_t> counts[] = {
        {"available", move.available}, {"reserved", move.reserved}, {"sold", move.sold}};
    for (const auto& [name, by] : counts) {
        if (by < 0) conditions.push_back(store::compares(name, store::Compare::greater_equal, -by));
    }
    store::Update update;
    append_move(update, move, shop.clock());
    return {shop.tables.products, product_key(id), std::move(update), store::all(std::move(conditions))};
}

Outcome<Committed> commit(const Shop& shop, const store::Context& context, const OrderChange& change) {
    if (!change.effect) return commit_alone(shop, context, change);
    std::vector<store::Action> actions{order_change(shop, change.before, change.after)};
    for (const auto& line : change.before.lines) {
        actions.emplace_back(stock_move(shop, line.product, change.effect(line.quantity.units())));
    }
    const auto done = shop.store.transact(context, actions, vitrine::new_uuid(shop.random));
    if (done) return Committed::yes;
    const store::Error& error = done.error();
    if (error.fault == store::Fault::in_doubt) return settle(shop, context, change.after, error);
    if (error.fault != store::Fault::cancelled || std::ranges::none_of(error.reasons, failed_there)) {
        return failed(error);
    }
    return failed_there(error.reasons.front()) ? Committed::order_changed : Committed::stock_missing;
}

}  // namespace shop
