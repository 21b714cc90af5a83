// The API's answers as JSON (docs/api.md), for everything but products (application/product_shape.hpp).
#pragma once

#include <optional>
#include <string>

#include "services/baskets/baskets.hpp"
#include "services/catalogue/catalogue.hpp"
#include "services/feed/list_changes.hpp"
#include "services/orders/order.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

[[nodiscard]] std::string listing_json(const Listing& listing, const std::optional<std::string>& cursor,
                                       const Position& feed);
[[nodiscard]] std::string categories_json(const std::vector<CategoryCount>& categories);
[[nodiscard]] std::string changes_json(const Changes& changes);
// What the owner edits of a product.
[[nodiscard]] std::string content_json(const Product& product, const Currency& currency);

// The token is told once, to whoever made the thing.
[[nodiscard]] std::string basket_json(const BasketView& view, const Currency& currency, const Secret& token = {});
[[nodiscard]] std::string order_json(const Order& order, const Currency& currency, const Secret& token = {});
[[nodiscard]] std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& cursor);

}  // namespace shop
