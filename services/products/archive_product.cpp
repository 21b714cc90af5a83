#include "services/products/archive_product.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

store::Modify modification(const Shop& shop, const ProductId& id) {
    return {shop.tables.products,
            product_key(id),
            {store::Set{"status", name_of(ProductStatus::archived)},
             store::Set{"updatedAt", vitrine::rfc3339(shop.clock())}, store::Increase{"rev", 1},
             store::Increase{"contentRev", 1}},
            store::equals("status", name_of(ProductStatus::active))};
}

}  // namespace

Outcome<void> archive_product(const Shop& shop, const store::Context& context, const ProductId& id,
                              const SeenRevs& seen) {
    const Operation operation = new_operation(shop);
    for (int attempt = 0; attempt < max_attempts; ++attempt) {
        store::Modify modify = modification(shop, id);
        if (!seen.any) {
            const auto product = read_product(shop, context, id);
            if (!product) return std::unexpected(product.error());
            if (!*product) return refuse(Refusal::not_found);
            if (!seen.admits((*product)->rev)) return refuse(Refusal::precondition_failed);
            modify.condition = store::all({*std::move(modify.condition), store::equals("rev", (*product)->rev.number)});
        }
        const auto written = write(shop, context, std::move(modify), operation);
        if (!written) return std::unexpected(written.error());
        const auto* lost = std::get_if<Lost>(&*written);
        if (!lost) return {};
        if (!lost->current) return refuse(Refusal::not_found);
        const auto current = product_from(*lost->current);
        if (!current) return failed(current.error(), shop.tables.products);
        if (current->status == ProductStatus::archived) return {};
    }
    return contended("a product");
}

}  // namespace shop
