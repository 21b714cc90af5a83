#include "services/products/edit_content.hpp"

#include <utility>

#include "services/products/product_item.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

// Only what differs is set, and that is content alone: stock and rev move under us.
store::Modify modification(const Shop& shop, const Product& before, const Product& after, Instant now) {
    const store::Item was = item_of(before);
    store::Item is = item_of(after);
    store::Update update;
    for (const auto& [name, value] : was) {
        if (!is.contains(name)) update.emplace_back(store::Remove{name});
    }
    for (auto& [name, value] : is) {
        const auto at = was.find(name);
        if (at == was.end() || at->second != value) update.emplace_back(store::Set{name, std::move(value)});
    }
    update.emplace_back(store::Set{"updatedAt", vitrine::rfc3339(now)});
    update.emplace_back(store::Increase{"rev", 1});
    update.emplace_back(store::Increase{"contentRev", 1});
    return {shop.tables.products, product_key(after.id), std::move(update),
            store::equals("contentRev", before.content_rev.number)};
}

}  // namespace

Outcome<Product> edit_content(const Shop& shop, const store::Context& context, const ProductId& id,
                              const SeenContentRevs& seen, const ContentPatch& patch) {
    return update_product(shop, context, id, [&](const StoredProduct& stored) -> Outcome<std::optional<store::Modify>> {
        const Product& before = stored.product;
        if (!seen.admits(before.content_rev)) return refuse(Refusal::precondition_failed);
        const Instant now = shop.clock();
        const auto after = patched(before, patch, now);
        if (!after) return refuse(Refusal::invalid_content, {}, after.error());
        if (*after == before) return std::nullopt;
        return modification(shop, before, *after, now);
    });
}

}  // namespace shop
