// GET /products, decoded and checked.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "services/catalogue/catalogue.hpp"
#include "services/http/cursor.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"

namespace shop {

struct ListRequest {
    ListQuery query;
    QueryHash hash;
};

[[nodiscard]] std::expected<ListRequest, Failure> read_list_request(const Request& request);

[[nodiscard]] std::string encode_cursor(const QueryHash& query, const PageEnd& end);
// nullopt for garbage and for another query's cursor.
[[nodiscard]] std::optional<PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor);

}  // namespace shop
