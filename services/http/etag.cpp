#include "services/http/etag.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace shop::http {
namespace {

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

void skip_separators(std::string_view& text) {
    const std::size_t start = text.find_first_not_of(" \t,");
    text.remove_prefix(std::min(start, text.size()));
}

std::optional<domain::ContentRev> content_rev(std::string_view tag) {
    if (!tag.starts_with("\"c") || !tag.ends_with('"') || tag.size() < 4) return std::nullopt;
    const std::string_view digits = tag.substr(2, tag.size() - 3);
    domain::ContentRev rev{0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rev.number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return rev;
}

}  // namespace

std::string etag_of(domain::Rev rev) {
    return quoted(std::to_string(rev.number));
}

std::string etag_of(domain::ContentRev rev) {
    return quoted('c' + std::to_string(rev.number));
}

std::string etag_of(domain::Rev basket, const domain::PricedBasket& priced) {
    std::int64_t sum = 0;
    for (const auto& line : priced.lines) sum += line.product.rev.number;
    return quoted(std::to_string(basket.number) + '-' + std::to_string(sum));
}

TagList parse_tags(std::string_view header) {
    TagList list;
    for (skip_separators(header); !header.empty(); skip_separators(header)) {
        if (header.front() == '*') {
            list.any = true;
            header.remove_prefix(1);
            continue;
        }
        if (header.starts_with("W/")) header.remove_prefix(2);
        const std::size_t end = header.starts_with('"') ? header.find('"', 1) : std::string_view::npos;
        if (end == std::string_view::npos) break;
        list.tags.emplace_back(header.substr(0, end + 1));
        header.remove_prefix(end + 1);
    }
    return list;
}

Response with_etag(const Request& request, Response response, std::string etag) {
    if (const auto header = request.header("if-none-match")) {
        const TagList known = parse_tags(*header);
        if (known.any || std::ranges::find(known.tags, etag) != known.tags.end()) {
            response.status = 304;
            response.body.clear();
            std::erase_if(response.headers, [](const auto& entry) { return entry.first == "content-type"; });
        }
    }
    response.headers.emplace_back("etag", std::move(etag));
    return response;
}

application::BasedOn based_on(std::string_view if_match) {
    const TagList list = parse_tags(if_match);
    application::BasedOn result{list.any, {}};
    for (const auto& tag : list.tags) {
        if (const auto rev = content_rev(tag)) result.revs.push_back(*rev);
    }
    return result;
}

}  // namespace shop::http
