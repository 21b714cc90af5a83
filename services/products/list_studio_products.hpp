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
    std::optional<ProductId> next;  // go on after this one
};

[[nodiscard]] Outcome<StudioPage> list_studio_products(const Shop& shop, const store::Context& context, int limit,
                                                       const std::optional<ProductId>& after);

}  // namespace shop
