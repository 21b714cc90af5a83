// The owner adds a product.
#pragma once

#include "services/products/content.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// product_exists where the id is taken, by an archived product too; invalid_content where the name makes no id.
[[nodiscard]] Outcome<Product> create_product(const Shop& shop, const store::Context& context, NewProduct request);

}  // namespace shop
