// The owner puts a new product on show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct NewProduct {
    std::optional<ProductId> id;  // else the name's slug
    std::string name;
    std::string description;
    Category category;
    std::vector<std::string> search_words;
    Money price;
    std::int64_t available = 0;
};

// product_exists where the id is taken, by an archived product too; invalid_content where the name makes no id.
[[nodiscard]] Outcome<Product> create_product(const Shop& shop, const store::Context& context, NewProduct request);

}  // namespace shop
