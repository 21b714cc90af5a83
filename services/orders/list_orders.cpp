#include "services/orders/list_orders.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "services/orders/order_item.hpp"

namespace shop {
namespace {

// Newest first; of one instant the higher id first.
bool before(const Order& a, const Order& b) {
    return std::tie(a.placed_at, a.id) > std::tie(b.placed_at, b.id);
}

bool is_after(const Order& order, const OrderPageEnd& end) {
    return std::tie(order.placed_at, order.id) < std::tie(end.placed_at, end.id);
}

// The index orders by placedAt alone, so a shard is read until it has `wanted` orders and is past the last one's
// instant: only then is their order among equals known.
bool complete(const std::vector<Order>& found, std::size_t wanted) {
    return found.size() > wanted && found.back().placed_at < found[wanted - 1].placed_at;
}

Outcome<std::vector<Order>> read_shard(const Shop& shop, const store::Context& context, const std::string& shard,
                                       std::size_t wanted, const std::optional<OrderPageEnd>& after) {
    store::Query query{.table = shop.tables.orders, .partition_name = "stateShard", .partition = shard};
    query.index = "by-state";
    query.sort_name = "placedAt";
    query.forward = false;
    query.limit = static_cast<int>(wanted) + 1;
    if (after) query.range = store::Range{std::nullopt, vitrine::rfc3339(after->placed_at)};
    std::vector<Order> found;
    do {
        const auto page = shop.store.query(context, query);
        if (!page) return failed(page.error());
        for (const auto& item : page->items) {
            if (is_past(item, shop.clock())) continue;
            auto stored = order_from(item);
            if (!stored) return failed(stored.error(), shop.tables.orders);
            if (!after || is_after(stored->order, *after)) found.push_back(std::move(stored->order));
        }
        query.start = page->next;
    } while (query.start && !complete(found, wanted));
    return found;
}

}  // namespace

Outcome<OrderPage> list_orders(const Shop& shop, const store::Context& context, OrderState state, std::size_t limit,
                               const std::optional<OrderPageEnd>& after) {
    OrderPage page;
    for (int shard = 0; shard < order_shards; ++shard) {
        auto found = read_shard(shop, context, state_shard(state, shard), limit + 1, after);
        if (!found) return std::unexpected(std::move(found.error()));
        std::ranges::move(*found, std::back_inserter(page.orders));
    }
    std::ranges::sort(page.orders, before);
    if (page.orders.size() > limit) {
        page.orders.erase(page.orders.begin() + static_cast<std::ptrdiff_t>(limit), page.orders.end());
        page.next = OrderPageEnd{page.orders.back().placed_at, page.orders.back().id};
    }
    return page;
}

}  // namespace shop
