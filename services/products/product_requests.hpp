// What the owner sends about products, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/products/adjust_stock.hpp"
#include "services/products/create_product.hpp"
#include "services/products/edit_content.hpp"

namespace shop {

// The schemas NewProduct, ContentPatch and StockAdjustment (api/openapi.yaml). The failure is invalid_content (422)
// with every wrong field.
[[nodiscard]] std::expected<NewProduct, Failure> read_new_product(const json::value& body, const Currency& currency);
[[nodiscard]] std::expected<ContentPatch, Failure> read_content_patch(const json::value& body,
                                                                      const Currency& currency);
[[nodiscard]] std::expected<StockAdjustment, Failure> read_stock_adjustment(const json::value& body);

}  // namespace shop
