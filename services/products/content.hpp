// A product's content as the owner writes it: of a new product, and of one that is edited.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"

namespace shop {

struct NewProduct {
    std::optional<ProductId> id;  // else the name's slug
    std::string name;
    std::string description;
    Category category;
    std::vector<std::string> search_words;
    Money price;
    std::int64_t available = 0;  // units
};

// Active, at its first revisions. `id`: the request's own, or made of its name.
[[nodiscard]] Product made_of(NewProduct request, ProductId id, Instant now);

struct ImageEdit {
    std::string id;  // image_id
    std::string alt;
};

// What is absent stays. `images` is the whole list in its new order; one left out is removed.
struct ContentPatch {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<Category> category;
    std::optional<std::vector<std::string>> search_words;  // the whole list
    std::optional<Money> price;
    std::optional<std::vector<ImageEdit>> images;
    std::optional<ProductStatus> status;
};

// The product as it is then; its revisions and its stock stay. The errors name pictures that are not the product's or
// stand twice.
[[nodiscard]] std::expected<Product, FieldErrors> patched(Product product, const ContentPatch& patch, Instant now);

}  // namespace shop
