// Opaque page tokens: where the last page ended, bound to the query it belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/catalogue/catalogue.hpp"
#include "services/orders/list_orders.hpp"
#include "services/shop/ids.hpp"

namespace shop {

constexpr std::size_t longest_cursor = 512;

// A query's fingerprint: whatever decides which items come in which order.
struct QueryHash {
    std::string text;
    [[nodiscard]] static QueryHash of(std::string_view canonical_query);
};

[[nodiscard]] std::string encode_cursor(const QueryHash& query, const PageEnd& end);
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const OrderPageEnd& end);
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const ProductId& last);

// nullopt for garbage and for another query's cursor.
[[nodiscard]] std::optional<PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor);
[[nodiscard]] std::optional<OrderPageEnd> decode_order_page_end(const QueryHash& query, std::string_view cursor);
[[nodiscard]] std::optional<ProductId> decode_product_id(const QueryHash& query, std::string_view cursor);

}  // namespace shop
