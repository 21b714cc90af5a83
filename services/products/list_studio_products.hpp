// All products page by page, archived ones too, in no promised order.
#pragma once

#include <optional>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct StudioPage {
    std::vector<Product> products;
    std::optional<ProductId> next;  // go on after this one; none: this was the last page
};

// Scans the table, consistently. `limit` is 1 or more, and only the last page holds fewer; `after` is the `next` of the
// page before. `internal` where one item of it cannot be read as a product.
[[nodiscard]] Outcome<StudioPage> list_studio_products(const Shop& shop, const store::Context& context, int limit,
                                                       const std::optional<ProductId>& after);

}  // namespace shop
