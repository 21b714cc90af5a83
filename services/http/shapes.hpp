// The API's answers as JSON (docs/api.md), for everything but products (application/product_shape.hpp).
#pragma once

#include <optional>
#include <string>

#include "services/application/baskets.hpp"
#include "services/application/catalogue.hpp"
#include "services/application/list_changes.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/order.hpp"

namespace shop::http {

[[nodiscard]] std::string listing_json(const application::Listing& listing, const std::optional<std::string>& cursor,
                                       const domain::Position& feed);
[[nodiscard]] std::string categories_json(const std::vector<application::CategoryCount>& categories);
[[nodiscard]] std::string changes_json(const application::Changes& changes);
// What the owner edits of a product.
[[nodiscard]] std::string content_json(const domain::Product& product, const domain::Currency& currency);

// The token is told once, to whoever made the thing.
[[nodiscard]] std::string basket_json(const application::BasketView& view, const domain::Currency& currency,
                                      const application::Secret& token = {});
[[nodiscard]] std::string order_json(const domain::Order& order, const domain::Currency& currency,
                                     const application::Secret& token = {});
[[nodiscard]] std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& cursor);

}  // namespace shop::http
