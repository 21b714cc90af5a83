// Entity tags and what clients say of them (RFC 9110, sections 8.8.3 and 13.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/baskets/basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/http/request.hpp"
#include "services/http/response.hpp"
#include "services/products/edit_content.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/seen_revs.hpp"

namespace shop {

[[nodiscard]] std::string etag_of(Rev rev);         // "7"
[[nodiscard]] std::string etag_of(ContentRev rev);  // "c3"
// "3-57": the basket's rev and the sum of its products', so that it changes with each price and stock it shows.
[[nodiscard]] std::string etag_of(Rev basket, const PricedBasket& priced);

// A list of tags without their W/, or `*`. What is no tag is left out.
struct TagList {
    bool any = false;
    std::vector<std::string> tags;  // with their quotes
};
[[nodiscard]] TagList parse_tags(std::string_view header);

// The answer with its ETag, or 304 without a body where If-None-Match holds it (compared weakly).
[[nodiscard]] Response with_etag(const Request& request, Response response, std::string etag);

// If-Match as revisions of content; other tags match nothing.
[[nodiscard]] BasedOn based_on(std::string_view if_match);

// The same of a product or an order.
[[nodiscard]] SeenRevs seen_revs(std::string_view if_match);
// What the request's If-Match admits: whatever there is, where it has none.
[[nodiscard]] SeenRevs seen_revs(const Request& request);
[[nodiscard]] AdmitsBasket admits_basket(const Request& request);

}  // namespace shop
