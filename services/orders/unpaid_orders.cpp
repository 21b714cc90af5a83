#include "services/orders/unpaid_orders.hpp"

#include <utility>
#include <vector>

#include "services/orders/order_item.hpp"
#include "services/store/item_reader.hpp"

namespace shop {
namespace {

// Far longer than any row of holds, payments that wait for their provider included.
constexpr std::chrono::days kept{7};

store::Key key_of(const std::string& network) {
    return {{"pk", "network#" + network}};
}

std::int64_t number_of(Instant at) {
    return at.time_since_epoch().count();
}

Instant instant_of(std::int64_t number) {
    return Instant{vitrine::Milliseconds{number}};
}

store::Value value_of(const UnpaidOrder& order) {
    store::List lines;
    for (const auto& line : order.lines) {
        lines.push_back(
            store::Map{{"productId", line.product.text()}, {"units", line.units}, {"since", number_of(line.since)}});
    }
    store::Map value{{"orderId", order.id.text()}, {"lines", std::move(lines)}};
    if (order.ended) value.emplace("ended", number_of(*order.ended));
    return value;
}

std::expected<UnpaidLine, store::ItemFault> line_from(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"lines"});
    store::ItemReader in(*value.map());
    auto product = in.parsed("productId", ProductId::parse);
    const std::int64_t units = in.number("units");
    const Instant since = instant_of(in.number("since"));
    if (in.fault()) return std::unexpected(*in.fault());
    return UnpaidLine{*std::move(product), units, since};
}

std::expected<UnpaidOrder, store::ItemFault> order_from_entry(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"orders"});
    store::ItemReader in(*value.map());
    auto id = in.parsed("orderId", OrderId::parse);
    if (in.fault()) return std::unexpected(*in.fault());
    UnpaidOrder order{*std::move(id), std::nullopt, {}};
    if (in.find("ended")) order.ended = instant_of(in.number("ended"));
    for (const auto& entry : in.list("lines")) {
        auto line = line_from(entry);
        if (!line) return std::unexpected(std::move(line.error()));
        order.lines.push_back(*std::move(line));
    }
    if (in.fault()) return std::unexpected(*in.fault());
    return order;
}

std::expected<StoredUnpaid, store::ItemFault> unpaid_from(const store::Item& item) {
    store::ItemReader in(item);
    StoredUnpaid stored{{}, in.number("rev")};
    for (const auto& entry : in.list("orders")) {
        auto order = order_from_entry(entry);
        if (!order) return std::unexpected(std::move(order.error()));
        stored.orders.push_back(*std::move(order));
    }
    if (in.fault()) return std::unexpected(*in.fault());
    return stored;
}

// As the orders are now; one that is not there any more counts no longer.
Outcome<UnpaidOrders> brought_up_to_date(const Shop& shop, const store::Context& context, UnpaidOrders known) {
    std::vector<store::GetRequest> wanted;
    for (const auto& order : known) {
        if (!order.ended) wanted.push_back({shop.tables.orders, order_key(order.id)});
    }
    if (wanted.empty()) return known;
    const auto items = shop.store.get_all(context, wanted, store::Read::consistent);
    if (!items) return failed(items.error());
    UnpaidOrders now;
    auto item = items->begin();
    for (auto& order : known) {
        if (order.ended) {
            now.push_back(std::move(order));
            continue;
        }
        const auto& found = *item++;
        if (!found) continue;
        const auto stored = order_from(*found);
        if (!stored) return failed(stored.error(), shop.tables.orders);
        if (auto still = still_unpaid(std::move(order), stored->order)) now.push_back(*std::move(still));
    }
    return now;
}

}  // namespace

store::GetRequest unpaid_request(const Shop& shop, const std::string& network) {
    return {shop.tables.orders, key_of(network)};
}

Outcome<StoredUnpaid> unpaid_as_read(const Shop& shop, const std::optional<store::Item>& read) {
    if (!read) return StoredUnpaid{};
    auto stored = unpaid_from(*read);
    if (!stored) return failed(stored.error(), shop.tables.orders);
    stored->orders = without_rested(std::move(stored->orders), shop.hold, shop.clock());
    return *std::move(stored);
}

Outcome<StoredUnpaid> unpaid_now(const Shop& shop, const store::Context& context, StoredUnpaid read) {
    auto orders = brought_up_to_date(shop, context, std::move(read.orders));
    if (!orders) return std::unexpected(std::move(orders.error()));
    return StoredUnpaid{without_rested(*std::move(orders), shop.hold, shop.clock()), read.rev};
}

store::Put replace_unpaid(const Shop& shop, const std::string& network, const UnpaidOrders& orders,
                          std::int64_t read_rev) {
    store::List entries;
    for (const auto& order : orders) entries.push_back(value_of(order));
    store::Item item = key_of(network);
    item.merge(store::Item{{"rev", read_rev + 1},
                           {"orders", std::move(entries)},
                           {"expiresAt", vitrine::epoch_seconds(shop.clock() + kept)}});
    return {shop.tables.orders, std::move(item),
            read_rev == 0 ? store::not_exists("pk") : store::equals("rev", read_rev)};
}

}  // namespace shop
