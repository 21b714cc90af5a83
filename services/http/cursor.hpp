// Opaque page tokens: where the last page ended, bound to the query it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/parameters.hpp"

namespace shop {

constexpr std::size_t longest_cursor = 512;  // characters

// A query's fingerprint: whatever decides which items come in which order.
struct QueryHash {
    std::string text;
    [[nodiscard]] static QueryHash of(std::string_view canonical_query);
};

// The last item of a page: its id, and what its page is sorted by.
struct PageMark {
    std::string id;     // without a dot
    std::string value;  // `n` and a number, or `s` and a text
};
[[nodiscard]] std::string number_value(std::int64_t number);
// nullopt where the value is no number.
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view value);

[[nodiscard]] std::string encode_cursor(const QueryHash& query, const PageMark& mark);
// nullopt for garbage and for another query's cursor.
[[nodiscard]] std::optional<PageMark> decode_cursor(const QueryHash& query, std::string_view cursor);

// The `cursor` parameter, within its bounds.
[[nodiscard]] std::optional<std::string> read_cursor(Parameters& parameters);

}  // namespace shop
