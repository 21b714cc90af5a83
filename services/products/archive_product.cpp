#include "services/products/archive_product.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

store::Modify modification(const Shop& shop, const Product& before, const SeenRevs& seen) {
    std::vector<store::Condition> conditions{store::equals("status", name_of(ProductStatus::active))};
    if (!seen.any) conditions.push_back(store::equals("rev", before.rev.number));
    return {shop.tables.products,
            product_key(before.id),
            {store::Set{"status", name_of(ProductStatus::archived)},
             store::Set{"updatedAt", vitrine::rfc3339(shop.clock())}, store::Increase{"rev", 1},
             store::Increase{"contentRev", 1}},
            store::all(std::move(conditions))};
}

}  // namespace

Outcome<void> archive_product(const Shop& shop, const store::Context& context, const ProductId& id,
                              const SeenRevs& seen) {
    const auto product =
        update_product(shop, context, id, [&](const StoredProduct& stored) -> Outcome<std::optional<store::Modify>> {
            if (!seen.admits(stored.product.rev)) return refuse(Refusal::precondition_failed);
            if (stored.product.status == ProductStatus::archived) return std::nullopt;
            return modification(shop, stored.product, seen);
        });
    if (!product) return std::unexpected(product.error());
    return {};
}

}  // namespace shop
