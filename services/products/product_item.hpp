// A product as an item of the products table, and as the feed and the API show it.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

[[nodiscard]] std::expected<Product, store::ItemFault> product_from(const store::Item& item);
[[nodiscard]] store::Item item_of(const Product& product);
// The `searchWords` of a product or card; none where there are none.
[[nodiscard]] std::vector<std::string> search_words_from(store::ItemReader& in);

// What the feed says of a product: its card while it is active, `{kind, id, rev, gone: true}` once it is archived.
[[nodiscard]] store::Value change_of(const Product& product, const Currency& currency);

[[nodiscard]] std::string card_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string product_json(const Product& product, const Currency& currency);
// What the owner edits of a product.
[[nodiscard]] std::string content_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string studio_json(const Product& product, const Currency& currency);

}  // namespace shop
