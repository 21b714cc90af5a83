// Entity tags and what clients say of them (RFC 9110, sections 8.8.3 and 13.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/application/edit_content.hpp"
#include "services/application/seen_revs.hpp"
#include "services/application/set_line.hpp"
#include "services/domain/basket.hpp"
#include "services/domain/ids.hpp"
#include "services/http/request.hpp"
#include "services/http/response.hpp"

namespace shop::http {

[[nodiscard]] std::string etag_of(domain::Rev rev);         // "7"
[[nodiscard]] std::string etag_of(domain::ContentRev rev);  // "c3"
// "3-57": the basket's rev and the sum of its products', so that it changes with each price and stock it shows.
[[nodiscard]] std::string etag_of(domain::Rev basket, const domain::PricedBasket& priced);

// A list of tags without their W/, or `*`. What is no tag is left out.
struct TagList {
    bool any = false;
    std::vector<std::string> tags;  // with their quotes
};
[[nodiscard]] TagList parse_tags(std::string_view header);

// The answer with its ETag, or 304 without a body where If-None-Match holds it (compared weakly).
[[nodiscard]] Response with_etag(const Request& request, Response response, std::string etag);

// If-Match as revisions of content; other tags match nothing.
[[nodiscard]] application::BasedOn based_on(std::string_view if_match);

// The same of a product or an order.
[[nodiscard]] application::SeenRevs seen_revs(std::string_view if_match);
// What the request's If-Match admits: whatever there is, where it has none.
[[nodiscard]] application::SeenRevs seen_revs(const Request& request);
[[nodiscard]] application::AdmitsBasket admits_basket(const Request& request);

}  // namespace shop::http
