#include "services/http/cursor.hpp"

#include <charconv>
#include <utility>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop {
namespace {

// base64url of HASH.ID.VALUE; a value is `n` and a number or `s` and a text.
std::string encode(const QueryHash& query, std::string_view id, std::string_view value) {
    const std::string text = query.text + '.' + std::string(id) + '.' + std::string(value);
    return vitrine::base64url(vitrine::bytes_of(text));
}

struct Parts {
    std::string id;
    std::string value;
};

std::optional<Parts> decode(const QueryHash& query, std::string_view cursor) {
    if (cursor.size() > longest_cursor) return std::nullopt;
    const auto text = vitrine::from_base64url(cursor);
    if (!text || !text->starts_with(query.text + '.')) return std::nullopt;
    const std::size_t id = query.text.size() + 1;
    const std::size_t dot = text->find('.', id);
    if (dot == std::string::npos) return std::nullopt;
    return Parts{text->substr(id, dot - id), text->substr(dot + 1)};
}

std::optional<std::int64_t> number_in(std::string_view value) {
    if (!value.starts_with('n')) return std::nullopt;
    value.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) return std::nullopt;
    return number;
}

std::optional<SortValue> sort_value_in(std::string_view value) {
    if (value.starts_with('s')) return SortValue(std::string(value.substr(1)));
    const auto number = number_in(value);
    return number ? std::optional(SortValue(*number)) : std::nullopt;
}

std::string text_of(const SortValue& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number ? 'n' + std::to_string(*number) : 's' + std::get<std::string>(value);
}

}  // namespace

QueryHash QueryHash::of(std::string_view canonical_query) {
    const auto digest = vitrine::sha256(canonical_query);
    return {vitrine::hex(vitrine::Bytes(digest).first(6))};
}

std::string encode_cursor(const QueryHash& query, const PageEnd& end) {
    return encode(query, end.id.text(), text_of(end.value));
}

std::string encode_cursor(const QueryHash& query, const OrderPageEnd& end) {
    return encode(query, end.id.text(), 'n' + std::to_string(end.placed_at.time_since_epoch().count()));
}

std::string encode_cursor(const QueryHash& query, const ProductId& last) {
    return encode(query, last.text(), "n0");
}

std::optional<PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor) {
    const auto parts = decode(query, cursor);
    if (!parts) return std::nullopt;
    auto id = ProductId::parse(parts->id);
    auto value = sort_value_in(parts->value);
    if (!id || !value) return std::nullopt;
    return PageEnd{*std::move(value), *std::move(id)};
}

std::optional<OrderPageEnd> decode_order_page_end(const QueryHash& query, std::string_view cursor) {
    const auto parts = decode(query, cursor);
    if (!parts) return std::nullopt;
    auto id = OrderId::parse(parts->id);
    const auto placed_at = number_in(parts->value);
    // Within what RFC 3339 can write: years 1970 to 9999.
    if (!id || !placed_at || *placed_at < 0 || *placed_at > 253'402'300'799'999) return std::nullopt;
    return OrderPageEnd{Instant{std::chrono::milliseconds{*placed_at}}, *std::move(id)};
}

std::optional<ProductId> decode_product_id(const QueryHash& query, std::string_view cursor) {
    const auto parts = decode(query, cursor);
    return parts ? ProductId::parse(parts->id) : std::nullopt;
}

}  // namespace shop
