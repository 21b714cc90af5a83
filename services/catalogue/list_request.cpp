#include "services/catalogue/list_request.hpp"

#include <utility>

#include "services/catalogue/list_bounds.hpp"
#include "services/http/parameters.hpp"

namespace shop {
namespace {

constexpr std::string_view slug_form = "1 to 64 characters of a to z, 0 to 9 and hyphens, not a hyphen first.";

std::optional<Money> read_price(Parameters& parameters, std::string_view name) {
    const auto amount = parameters.number(name, bounds::price_filter);
    return amount ? std::optional(Money{*amount}) : std::nullopt;
}

// Everything that decides which products come in which order; the page's size does not.
QueryHash hash_of(const ListQuery& query) {
    const auto amount = [](const auto& money) { return money ? std::to_string(money->minor()) : std::string("-"); };
    return QueryHash::of("products\n" + (query.category ? query.category->text() : "-") + '\n' + query.words + '\n' +
                         (query.in_stock_only ? "1\n" : "0\n") + amount(query.min_price) + '\n' +
                         amount(query.max_price) + '\n' + std::to_string(static_cast<int>(query.sort)));
}

std::optional<SortValue> sort_value_in(std::string_view value) {
    if (value.starts_with('s')) return SortValue(std::string(value.substr(1)));
    const auto number = number_of(value);
    return number ? std::optional(SortValue(*number)) : std::nullopt;
}

std::string text_of(const SortValue& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number ? number_value(*number) : 's' + std::get<std::string>(value);
}

}  // namespace

std::string encode_cursor(const QueryHash& query, const PageEnd& end) {
    return encode_cursor(query, PageMark{end.id.text(), text_of(end.value)});
}

std::optional<PageEnd> decode_page_end(const QueryHash& query, std::string_view cursor) {
    const auto mark = decode_cursor(query, cursor);
    if (!mark) return std::nullopt;
    auto id = ProductId::parse(mark->id);
    auto value = sort_value_in(mark->value);
    if (!id || !value) return std::nullopt;
    return PageEnd{*std::move(value), *std::move(id)};
}

std::expected<ListRequest, Failure> read_list_request(const Request& request) {
    Parameters parameters(request.query());
    ListRequest wanted;
    ListQuery& query = wanted.query;
    query.category = parameters.parsed("category", Category::parse, slug_form);
    query.words = parameters.text("q", bounds::words).value_or("");
    query.in_stock_only = parameters.flag("inStock");
    query.min_price = read_price(parameters, "minPrice");
    query.max_price = read_price(parameters, "maxPrice");
    query.sort = parameters.parsed("sort", sort_from, "relevance, name, price, -price, newest or changed.")
                     .value_or(Sort::relevance);
    query.limit = static_cast<std::size_t>(parameters.number("limit", bounds::limit).value_or(bounds::default_limit));
    const auto cursor = read_cursor(parameters);
    parameters.refuse_others();
    if (!parameters.good()) return fail(problems::invalid_parameter, parameters.take_errors());
    if (query.words.find_first_not_of(" \t") == std::string::npos) query.words.clear();
    wanted.hash = hash_of(query);
    if (cursor) {
        query.after = decode_page_end(wanted.hash, *cursor);
        if (!query.after) return fail(problems::invalid_cursor);
    }
    return wanted;
}

}  // namespace shop
