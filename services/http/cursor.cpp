#include "services/http/cursor.hpp"

#include <charconv>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop {

QueryHash QueryHash::of(std::string_view canonical_query) {
    const auto digest = vitrine::sha256(canonical_query);
    return {vitrine::hex(vitrine::Bytes(digest).first(6))};
}

std::string number_value(std::int64_t number) {
    return 'n' + std::to_string(number);
}

std::optional<std::int64_t> number_of(std::string_view value) {
    if (!value.starts_with('n')) return std::nullopt;
    value.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    return number;
}

// base64url of HASH.ID.VALUE.
std::string encode_cursor(const QueryHash& query, const PageMark& mark) {
    const std::string text = query.text + '.' + mark.id + '.' + mark.value;
    return vitrine::base64url(vitrine::bytes_of(text));
}

std::optional<PageMark> decode_cursor(const QueryHash& query, std::string_view cursor) {
    if (cursor.size() > longest_cursor) return std::nullopt;
    const auto text = vitrine::from_base64url(cursor);
    if (!text || !text->starts_with(query.text + '.')) return std::nullopt;
    const std::size_t id = query.text.size() + 1;
    const std::size_t dot = text->find('.', id);
    if (dot == std::string::npos) return std::nullopt;
    return PageMark{text->substr(id, dot - id), text->substr(dot + 1)};
}

std::optional<std::string> read_cursor(Parameters& parameters) {
    return parameters.parsed(
        "cursor",
        [](std::string_view text) {
            return text.empty() || text.size() > longest_cursor ? std::nullopt : std::optional(std::string(text));
        },
        "1 to 512 characters.");
}

}  // namespace shop
