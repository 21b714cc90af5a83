// What callers send to the catalog function, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <optional>
#include <string>

#include "services/catalogue/catalogue.hpp"
#include "services/http/cursor.hpp"
#include "services/http/parameters.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/products/adjust_stock.hpp"
#include "services/products/create_product.hpp"
#include "services/products/edit_content.hpp"

namespace shop {

struct ListRequest {
    ListQuery query;
    QueryHash hash;
};

[[nodiscard]] std::expected<ListRequest, Failure> read_list_request(const Request& request);
[[nodiscard]] std::expected<NewProduct, Failure> read_new_product(const json::value& body, const Currency& currency);
[[nodiscard]] std::expected<ContentPatch, Failure> read_content_patch(const json::value& body,
                                                                      const Currency& currency);
[[nodiscard]] std::expected<StockAdjustment, Failure> read_stock_adjustment(const json::value& body);

// The `cursor` parameter, within its bounds.
[[nodiscard]] std::optional<std::string> read_cursor(Parameters& parameters);

}  // namespace shop
