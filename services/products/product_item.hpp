// A product as an item of the products table, and as the feed and the API show it.
#pragma once

#include <expected>
#include <string>

#include "services/products/product.hpp"
#include "services/store/store.hpp"

namespace shop {

// An item that is not what it should be: a fault of whoever wrote it. `what` names the attribute, never its value.
struct ItemFault {
    std::string what;
};

[[nodiscard]] std::expected<Product, ItemFault> product_from(const store::Item& item);
[[nodiscard]] store::Item item_of(const Product& product);

// What the feed says of a product: its card while it is active, `{kind, id, rev, gone: true}` once it is archived.
[[nodiscard]] store::Value change_of(const Product& product, const Currency& currency);

[[nodiscard]] std::string card_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string product_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string studio_json(const Product& product, const Currency& currency);

}  // namespace shop
