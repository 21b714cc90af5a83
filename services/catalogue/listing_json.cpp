#include "services/catalogue/listing_json.hpp"

#include "services/shop/json_text.hpp"

namespace shop {
namespace {

void write_cursor(JsonText& out, const std::optional<std::string>& cursor) {
    out.key("nextCursor");
    cursor ? out.text(*cursor) : out.null();
}

void write_categories(JsonText& out, const std::vector<CategoryCount>& categories) {
    out.begin_list();
    for (const auto& [category, count] : categories) {
        out.begin_object();
        out.key("slug"), out.text(category.text());
        out.key("name"), out.text(name_of(category));
        out.key("count"), out.number(count);
        out.end_object();
    }
    out.end_list();
}

}  // namespace

std::string listing_json(const Listing& listing, const std::optional<std::string>& cursor, const Position& feed) {
    std::size_t size = 1024;
    for (const auto* card : listing.cards) size += card->json.size() + 1;
    return json_object(size, [&](JsonText& out) {
        out.key("items"), out.begin_list();
        for (const auto* card : listing.cards) out.raw(card->json);
        out.end_list();
        out.key("total"), out.number(static_cast<std::int64_t>(listing.total));
        out.key("facets"), out.begin_object();
        out.key("categories"), write_categories(out, listing.categories);
        out.end_object();
        write_cursor(out, cursor);
        out.key("feed"), out.text(feed.text());
    });
}

std::string categories_json(const std::vector<CategoryCount>& categories) {
    return json_object(1024, [&](JsonText& out) { out.key("items"), write_categories(out, categories); });
}

}  // namespace shop
