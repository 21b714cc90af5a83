// A product as an item of the products table, and as the feed and the API show it.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

// docs/data.md, table products. The fault names the first attribute that is missing or of another type.
[[nodiscard]] std::expected<Product, store::ItemFault> product_from(const store::Item& item);
// The whole item of a product but `op` and `stockReason`, which single writes set.
[[nodiscard]] store::Item item_of(const Product& product);
// The attribute `searchWords` of a product or card; empty where there is none. What is wrong in it becomes `in`'s
// fault.
[[nodiscard]] std::vector<std::string> search_words_from(store::ItemReader& in);

// A product in the feed: its card while it is active, `{kind, id, rev, gone: true}` once it is archived.
[[nodiscard]] store::Value change_of(const Product& product, const Currency& currency);

// JSON of the schemas Card and Product (api/openapi.yaml).
[[nodiscard]] std::string card_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string product_json(const Product& product, const Currency& currency);
// JSON of the schema Content: what the owner edits. studio_json: StudioProduct, with every count of the stock.
[[nodiscard]] std::string content_json(const Product& product, const Currency& currency);
[[nodiscard]] std::string studio_json(const Product& product, const Currency& currency);

}  // namespace shop
