#include "services/products/list_studio_products.hpp"

#include <utility>

#include "services/products/product_item.hpp"
#include "services/products/products.hpp"

namespace shop {

// A page of the table may hold less than was asked for (DynamoDB stops at 1 MB).
Outcome<StudioPage> list_studio_products(const Shop& shop, const store::Context& context, int limit,
                                         const std::optional<ProductId>& after) {
    store::Scan scan{.table = shop.tables.products};
    scan.read = store::Read::consistent;
    if (after) scan.start = product_key(*after);
    StudioPage page;
    do {
        scan.limit = limit - static_cast<int>(page.products.size());
        const auto part = shop.store.scan(context, scan);
        if (!part) return failed(part.error());
        for (const auto& item : part->items) {
            auto product = product_from(item);
            if (!product) return failed(product.error(), shop.tables.products);
            page.products.push_back(*std::move(product));
        }
        scan.start = part->next;
    } while (scan.start && static_cast<int>(page.products.size()) < limit);
    if (scan.start && !page.products.empty()) page.next = page.products.back().id;
    return page;
}

}  // namespace shop
