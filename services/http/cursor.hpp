// Opaque page tokens: where the last page ended, bound to the query it belongs to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/parameters.hpp"

namespace shop {

constexpr std::size_t longest_cursor = 512;  // characters

// A hash of whatever decides which items come in which order.
struct QueryHash {
    std::string text;
    // 12 hexadecimal digits of its SHA-256.
    [[nodiscard]] static QueryHash of(std::string_view canonical_query);
};

// The last item of a page: its id, and what its page is sorted by.
struct PageMark {
    std::string id;     // without a dot
    std::string value;  // `n` and a number, or `s` and a text
};
// `n12`, a PageMark's value.
[[nodiscard]] std::string number_value(std::int64_t number);
// nullopt where the value is no number.
[[nodiscard]] std::optional<std::int64_t> number_of(std::string_view value);

// base64url of HASH.ID.VALUE: not secret, and not signed.
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const PageMark& mark);
// nullopt where the text is no cursor, and where it belongs to another query. Id and value are the caller's to check.
[[nodiscard]] std::optional<PageMark> decode_cursor(const QueryHash& query, std::string_view cursor);

// The parameter `cursor`. nullopt where it is absent; where it is empty or longer than longest_cursor that is noted,
// too.
[[nodiscard]] std::optional<std::string> read_cursor(Parameters& parameters);

}  // namespace shop
