// Opaque page tokens: where the last page ended, bound to the query it belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/application/catalogue.hpp"
#include "services/application/list_orders.hpp"
#include "services/domain/ids.hpp"

namespace shop::http {

constexpr std::size_t longest_cursor = 512;

// A query's fingerprint: whatever decides which items come in which order.
struct QueryHash {
    std::string text;
    [[nodiscard]] static QueryHash of(std::string_view canonical_query);
};

[[nodiscard]] std::string encode_cursor(const QueryHash& query, const application::PageEnd& end);
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const application::OrderPageEnd& end);
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const domain::ProductId& last);

// nullopt for garbage and for another query's cursor.
[[nodiscard]] std::optional<application::PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor);
[[nodiscard]] std::optional<application::OrderPageEnd> decode_order_page_end(const QueryHash& query,
                                                                             std::string_view cursor);
[[nodiscard]] std::optional<domain::ProductId> decode_product_id(const QueryHash& query, std::string_view cursor);

}  // namespace shop::http
