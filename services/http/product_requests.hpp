// What callers send to the catalog function, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <optional>
#include <string>

#include "services/application/adjust_stock.hpp"
#include "services/application/catalogue.hpp"
#include "services/application/create_product.hpp"
#include "services/application/edit_content.hpp"
#include "services/http/cursor.hpp"
#include "services/http/parameters.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"

namespace shop::http {

struct ListRequest {
    application::ListQuery query;
    QueryHash hash;
};

[[nodiscard]] std::expected<ListRequest, Failure> read_list_request(const Request& request);
[[nodiscard]] std::expected<application::NewProduct, Failure> read_new_product(const json::value& body,
                                                                               const domain::Currency& currency);
[[nodiscard]] std::expected<application::ContentPatch, Failure> read_content_patch(const json::value& body,
                                                                                   const domain::Currency& currency);
[[nodiscard]] std::expected<application::StockAdjustment, Failure> read_stock_adjustment(const json::value& body);

// The `cursor` parameter, within its bounds.
[[nodiscard]] std::optional<std::string> read_cursor(Parameters& parameters);

}  // namespace shop::http
