// The owner puts a new product on show.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/domain/product.hpp"

namespace shop::application {

struct NewProduct {
    std::optional<domain::ProductId> id;  // else the name's slug
    std::string name;
    std::string description;
    domain::Category category;
    std::vector<std::string> search_words;
    domain::Money price;
    std::int64_t available = 0;
};

// product_exists where the id is taken, by an archived product too; invalid_content where the name makes no id.
[[nodiscard]] Outcome<domain::Product> create_product(const Shop& shop, const store::Context& context,
                                                      NewProduct request);

}  // namespace shop::application
