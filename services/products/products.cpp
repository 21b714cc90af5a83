#include "services/products/products.hpp"

#include <utility>

#include "lib/ids.hpp"
#include "services/products/product_item.hpp"

namespace shop {
namespace {

// The answer to a write was lost. Its mark tells whether it is the item's last write; if not, nobody knows.
Outcome<Written> settle(const Shop& shop, const store::Context& context, const store::Modify& modify,
                        const Operation& operation, const store::Error& error) {
    auto current = shop.store.get(context, {modify.table, modify.key}, store::Read::consistent);
    if (!current || !carries(*current, operation)) return failed(error);
    return Written(**std::move(current));
}

}  // namespace

store::Key product_key(const ProductId& id) {
    return {{"id", id.text()}};
}

Outcome<std::optional<StoredProduct>> read_stored(const Shop& shop, const store::Context& context,
                                                  const ProductId& id) {
    const auto item = shop.store.get(context, {shop.tables.products, product_key(id)}, store::Read::consistent);
    if (!item) return failed(item.error());
    if (!*item) return std::nullopt;
    auto product = product_from(**item);
    if (!product) return failed(product.error(), shop.tables.products);
    const auto op = (*item)->find("op");
    const std::string* mark = op == (*item)->end() ? nullptr : op->second.text();
    return StoredProduct{*std::move(product), mark ? std::optional(*mark) : std::nullopt};
}

Outcome<std::optional<Product>> read_product(const Shop& shop, const store::Context& context, const ProductId& id) {
    auto stored = read_stored(shop, context, id);
    if (!stored) return std::unexpected(std::move(stored.error()));
    return *stored ? std::optional(std::move((*stored)->product)) : std::nullopt;
}

Outcome<std::vector<std::optional<Product>>> read_products(const Shop& shop, const store::Context& context,
                                                           const std::vector<ProductId>& ids, store::Read read) {
    if (ids.empty()) return {};
    const auto items = shop.store.get_all(context, product_requests(shop, ids), read);
    if (!items) return failed(items.error());
    return products_from(shop, *items);
}

std::vector<store::GetRequest> product_requests(const Shop& shop, const std::vector<ProductId>& ids) {
    std::vector<store::GetRequest> requests;
    requests.reserve(ids.size() + 1);
    for (const auto& id : ids) requests.push_back({shop.tables.products, product_key(id)});
    return requests;
}

Outcome<std::vector<std::optional<Product>>> products_from(const Shop& shop,
                                                           std::span<const std::optional<store::Item>> items) {
    std::vector<std::optional<Product>> products;
    products.reserve(items.size());
    for (const auto& item : items) {
        products.emplace_back();
        if (!item) continue;
        auto product = product_from(*item);
        if (!product) return failed(product.error(), shop.tables.products);
        products.back() = *std::move(product);
    }
    return products;
}

void append_move(store::Update& update, const StockMove& move, Instant now) {
    const std::pair<const char*, std::int64_t> counts[] = {
        {"received", move.received}, {"available", move.available}, {"reserved", move.reserved}, {"sold", move.sold}};
    for (const auto& [name, by] : counts) {
        if (by != 0) update.emplace_back(store::Increase{name, by});
    }
    if (move.available == 0) return;
    update.emplace_back(store::Increase{"rev", 1});
    update.emplace_back(store::Set{"changedAt", vitrine::rfc3339(now)});
}

bool carries(const std::optional<store::Item>& item, const Operation& operation) {
    if (!item) return false;
    const auto op = item->find("op");
    return op != item->end() && op->second == store::Value(operation.id);
}

Operation new_operation(const Shop& shop) {
    return {vitrine::new_id(shop.random)};
}

Outcome<Written> write(const Shop& shop, const store::Context& context, store::Modify modify,
                       const Operation& operation) {
    modify.update.emplace_back(mark(operation));
    auto item = shop.store.modify(context, modify);
    if (item) return Written(*std::move(item));
    store::Error& error = item.error();
    if (error.fault == store::Fault::in_doubt) return settle(shop, context, modify, operation, error);
    if (error.fault != store::Fault::condition_failed) return failed(error);
    if (carries(error.current, operation)) return Written(*std::move(error.current));
    return Written(ConditionFailed{std::move(error.current)});
}

Outcome<std::optional<Product>> write_product(const Shop& shop, const store::Context& context, store::Modify modify) {
    const auto written = write(shop, context, std::move(modify), new_operation(shop));
    if (!written) return std::unexpected(written.error());
    const auto* item = std::get_if<store::Item>(&*written);
    if (!item) return std::nullopt;
    auto product = product_from(*item);
    if (!product) return failed(product.error(), shop.tables.products);
    return *std::move(product);
}

}  // namespace shop
