// Reading and changing orders, shared by the use cases.
#pragma once

#include <optional>
#include <vector>

#include "services/orders/order.hpp"
#include "services/orders/order_item.hpp"
#include "services/shop/attempts.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// Consistent. nullopt where there is none, and where it is past the time for which it is kept.
[[nodiscard]] Outcome<std::optional<StoredOrder>> read_order(const Shop& shop, const store::Context& context,
                                                             const OrderId& id);
// The same for an order that was read a moment ago: `internal` where it is gone.
[[nodiscard]] Outcome<Order> read_again(const Shop& shop, const store::Context& context, const OrderId& id);

// precondition_failed, for an If-Match that names another revision.
[[nodiscard]] std::unexpected<Error> order_is_another();

// The order's state, to be sent with a refusal.
[[nodiscard]] inline StateNow state_now(const Order& order) {
    return {name_of(order.state)};
}

// One step of an order: what was read, and what it becomes.
struct OrderChange {
    Order before;
    Order after;                                  // the next revision
    StockMove (*effect)(std::int64_t) = nullptr;  // on each line's product
};

enum class Committed {
    yes,
    order_changed,  // it is not any more what was read: read it and judge again
    stock_missing,  // a product does not have what the effect takes
};

// Writes the change where the order is still at the revision that was read: one conditional write, or one transaction
// with the products that it has an effect on. Where the answer was lost the order is read again to find out; an error
// means that it was not written, or that this could not be found out.
[[nodiscard]] Outcome<Committed> commit(const Shop& shop, const store::Context& context, const OrderChange& change);

// The parts of that write.
[[nodiscard]] store::Modify order_change(const Shop& shop, const Order& before, const Order& after);
// One product's part of a transaction. The caller adds conditions of its own; that no count falls below zero is one
// already.
[[nodiscard]] store::Modify stock_move(const Shop& shop, const ProductId& id, const StockMove& move,
                                       std::vector<store::Condition> conditions = {});

// Read, decide, write; `order` is what was read. `decide` is given the order as it is, and whether a product did not
// have what its last change would have taken; it returns Outcome<std::optional<OrderChange>>, nullopt where the order
// is as it should be. Returns the order as committed or as it was. `unavailable` after max_attempts
// (shop/attempts.hpp).
template <typename Decide>
[[nodiscard]] Outcome<Order> update_order_or_its_stock(const Shop& shop, const store::Context& context, Order order,
                                                       Decide decide) {
    bool stock_missing = false;
    return retry_conflicts("an order", [&]() -> Outcome<std::optional<Order>> {
        Outcome<std::optional<OrderChange>> change = decide(order, stock_missing);
        if (!change) return std::unexpected(std::move(change.error()));
        if (!*change) return std::move(order);
        const auto committed = commit(shop, context, **change);
        if (!committed) return std::unexpected(committed.error());
        if (*committed == Committed::yes) return std::move((*change)->after);
        stock_missing = *committed == Committed::stock_missing;
        auto again = read_again(shop, context, order.id);
        if (!again) return std::unexpected(std::move(again.error()));
        order = *std::move(again);
        return std::nullopt;
    });
}

// The same where a product that does not have what an order holds of it is a fault of the data.
template <typename Decide>
[[nodiscard]] Outcome<Order> update_order(const Shop& shop, const store::Context& context, Order order, Decide decide) {
    return update_order_or_its_stock(shop, context, std::move(order),
                                     [&](const Order& now, bool stock_missing) -> Outcome<std::optional<OrderChange>> {
                                         if (stock_missing)
                                             return failed(store::ItemFault{"stock of an order"}, shop.tables.products);
                                         return decide(now);
                                     });
}

}  // namespace shop
