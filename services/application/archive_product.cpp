#include "services/application/archive_product.hpp"

#include <utility>

#include "services/application/products.hpp"

namespace shop::application {

Outcome<void> archive_product(const Shop& shop, const store::Context& context, const domain::ProductId& id) {
    store::Modify modify{shop.tables.products,
                         product_key(id),
                         {store::Set{"status", domain::name_of(domain::ProductStatus::archived)},
                          store::Set{"updatedAt", vitrine::rfc3339(shop.clock())}, store::Increase{"rev", 1},
                          store::Increase{"contentRev", 1}},
                         store::equals("status", domain::name_of(domain::ProductStatus::active))};
    const auto written = write(shop, context, std::move(modify), new_operation(shop));
    if (!written) return std::unexpected(written.error());
    const auto* lost = std::get_if<Lost>(&*written);
    if (lost && !lost->current) return refuse(Refusal::not_found);
    return {};
}

}  // namespace shop::application
