// Entity tags, and the preconditions that clients send with them (RFC 9110, sections 8.8.3 and 13.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/http/request.hpp"
#include "services/http/response.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/seen_revs.hpp"

namespace shop {

[[nodiscard]] std::string etag_of(Rev rev);         // "7"
[[nodiscard]] std::string etag_of(ContentRev rev);  // "c3"
[[nodiscard]] std::string in_quotes(std::string_view text);

// A list of tags without their W/, or `*`. What follows the first that is no tag is left out.
struct TagList {
    bool any = false;
    std::vector<std::string> tags;  // with their quotes
    // `tag` with its quotes.
    [[nodiscard]] bool admits(const std::string& tag) const;
};
// Of If-Match or If-None-Match.
[[nodiscard]] TagList parse_tags(std::string_view header);

// The answer with its ETag, or 304 without a body where If-None-Match holds it (compared weakly).
[[nodiscard]] Response with_etag(const Request& request, Response response, std::string etag);

// If-Match as revisions; other tags match nothing.
[[nodiscard]] SeenRevs seen_revs(std::string_view if_match);
[[nodiscard]] SeenContentRevs seen_content_revs(std::string_view if_match);
// What the request's If-Match admits: whatever there is, where it has none.
[[nodiscard]] SeenRevs seen_revs(const Request& request);

}  // namespace shop
