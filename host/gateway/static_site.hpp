// The built web site and its pictures, as S3 behind CloudFront would serve them.
#pragma once

#include <compare>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"
#include "host/gateway/answer.hpp"
#include "host/gateway/request.hpp"

namespace vitrine::host::gateway {

// Reads files anew for each answer: the kernel caches them, and a rebuilt site shows at once.
class StaticSite {
public:
    explicit StaticSite(WebSite site) : site_(std::move(site)) {}

    // GET and HEAD; anything else is 405. A path without an extension is the application's own and gets index.html,
    // with the status 404 where it is none of the site's pages; /media/ comes from the media folder. Of a text and the
    // `.br` and `.gz` beside it the caller gets the one it likes best; 406 where it takes none. The caller of this
    // leaves the body out of the answer to a HEAD.
    [[nodiscard]] Answer answer(const Request& request) const;

private:
    [[nodiscard]] Answer file(const Request& request, const std::filesystem::path& path, std::string_view cache) const;
    // Why none of the codings that are taken could be sent.
    [[nodiscard]] Answer not_opened(const std::filesystem::path& path, int error) const;
    [[nodiscard]] Answer plain(int status, std::string_view text) const;
    [[nodiscard]] Answer not_built() const;
    void add_site_headers(Answer& answer) const;

    WebSite site_;
};

// Has the path, as it was sent, the form of a page: `/p/{id}`? A slash at its end is no other page.
[[nodiscard]] bool is_page(std::string_view path, std::string_view page);

// The file below a root that a URL's path means: decoded, without a leading slash. nullopt for anything that could lead
// elsewhere or is hidden: empty, `.`-led or backslashed segments, control characters, broken escapes.
[[nodiscard]] std::optional<std::string> relative_path(std::string_view url_path);

// By the extension; application/octet-stream where that is not known.
[[nodiscard]] std::string_view content_type_of(std::string_view path);

// Does the name hold a hash that changes with the content: `/assets/index-B1xK9a_z.js`?
[[nodiscard]] bool is_hashed_asset(std::string_view path);

struct Coding {
    std::string_view name;    // as Content-Encoding names it; empty for a file as it is
    std::string_view suffix;  // of the file beside the one asked for
    auto operator<=>(const Coding&) const = default;
};

// The codings that an Accept-Encoding takes, the one liked best first (RFC 9110 section 12.5.3); of two liked alike the
// smaller. Without the header a file goes as it is.
[[nodiscard]] std::vector<Coding> acceptable_codings(std::string_view accept_encoding);

// If-None-Match against an ETag, by weak comparison (RFC 9110 section 13.1.2).
[[nodiscard]] bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace vitrine::host::gateway
