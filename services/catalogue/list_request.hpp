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
    QueryHash hash;  // of everything but the page's size and cursor
};

// invalid_parameter (400) with every wrong parameter; then invalid_cursor (400).
[[nodiscard]] std::expected<ListRequest, Failure> read_list_request(const Request& request);

// A cursor for the page after `end` (http/cursor.hpp).
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const PageEnd& end);
// The reverse. nullopt where the text is no cursor, and where it belongs to another query.
[[nodiscard]] std::optional<PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor);

}  // namespace shop
