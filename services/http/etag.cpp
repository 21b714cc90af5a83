#include "services/http/etag.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace shop {
namespace {

void skip_separators(std::string_view& text) {
    const std::size_t start = text.find_first_not_of(" \t,");
    text.remove_prefix(std::min(start, text.size()));
}

// The number in `"PREFIX123"`.
std::optional<std::int64_t> number_in(std::string_view tag, std::string_view prefix) {
    const std::string opening = '"' + std::string(prefix);
    if (!tag.starts_with(opening) || !tag.ends_with('"') || tag.size() < opening.size() + 2) return std::nullopt;
    const std::string_view digits = tag.substr(opening.size(), tag.size() - opening.size() - 1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

// If-Match as revisions; other tags match nothing.
template <typename Seen, typename RevType>
Seen seen(std::string_view if_match, std::string_view prefix) {
    const TagList list = parse_tags(if_match);
    Seen result{list.any, {}};
    for (const auto& tag : list.tags) {
        if (const auto number = number_in(tag, prefix)) result.revs.push_back(RevType{*number});
    }
    return result;
}

}  // namespace

std::string in_quotes(std::string_view text) {
    return '"' + std::string(text) + '"';
}

std::string etag_of(Rev rev) {
    return in_quotes(std::to_string(rev.number));
}

std::string etag_of(ContentRev rev) {
    return in_quotes('c' + std::to_string(rev.number));
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

bool TagList::admits(const std::string& tag) const {
    return any || std::ranges::find(tags, tag) != tags.end();
}

Response with_etag(const Request& request, Response response, std::string etag) {
    if (const auto header = request.header("if-none-match")) {
        if (parse_tags(*header).admits(etag)) {
            response.status = 304;
            response.body.clear();
            std::erase_if(response.headers, [](const auto& entry) { return entry.first == "content-type"; });
        }
    }
    response.headers.emplace_back("etag", std::move(etag));
    return response;
}

SeenContentRevs seen_content_revs(std::string_view if_match) {
    return seen<SeenContentRevs, ContentRev>(if_match, "c");
}

SeenRevs seen_revs(std::string_view if_match) {
    return seen<SeenRevs, Rev>(if_match, "");
}

SeenRevs seen_revs(const Request& request) {
    const auto if_match = request.header("if-match");
    return if_match ? seen_revs(*if_match) : whatever_rev;
}

}  // namespace shop
