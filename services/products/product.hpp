// A product as the shop knows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/products/image.hpp"
#include "services/products/stock.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/money.hpp"

namespace shop {

enum class ProductStatus { active, archived };
// As the API and the tables spell it. nullopt for any other text.
[[nodiscard]] std::string_view name_of(ProductStatus status);
[[nodiscard]] std::optional<ProductStatus> product_status_from(std::string_view name);

struct Product {
    ProductId id;
    Rev rev;
    ContentRev content_rev;
    std::string name;
    std::string description;
    Category category;
    std::vector<std::string> search_words;  // what else people call it; search finds it by these, too
    Money price;
    std::optional<Money> previous_price;
    std::optional<Instant> price_changed_at;
    std::optional<Instant> changed_at;  // when price or stock last changed; none: never since it was made
    Stock stock;
    std::vector<Image> images;
    ProductStatus status = ProductStatus::active;
    Instant created_at;
    Instant updated_at;

    bool operator==(const Product&) const = default;
};

// Sets the price; where that is a change, previous_price, price_changed_at and changed_at are set, too.
void reprice(Product& product, Money price, Instant now);

}  // namespace shop
