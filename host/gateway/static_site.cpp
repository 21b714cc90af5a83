#include "host/gateway/static_site.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <expected>
#include <functional>
#include <optional>
#include <utility>

#include "host/gateway/request_line.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view ask_again = "no-cache";
constexpr std::string_view for_an_hour = "public, max-age=3600";

struct Type {
    std::string_view extension;
    std::string_view content_type;
    bool compressible;
};

constexpr std::array types{
    Type{"html", "text/html; charset=utf-8", true},
    Type{"js", "text/javascript; charset=utf-8", true},
    Type{"mjs", "text/javascript; charset=utf-8", true},
    Type{"css", "text/css; charset=utf-8", true},
    Type{"json", "application/json", true},
    Type{"map", "application/json", true},
    Type{"webmanifest", "application/manifest+json", true},
    Type{"svg", "image/svg+xml", true},
    Type{"txt", "text/plain; charset=utf-8", true},
    Type{"xml", "application/xml", true},
    Type{"wasm", "application/wasm", true},
    Type{"ico", "image/x-icon", false},
    Type{"png", "image/png", false},
    Type{"jpg", "image/jpeg", false},
    Type{"jpeg", "image/jpeg", false},
    Type{"gif", "image/gif", false},
    Type{"webp", "image/webp", false},
    Type{"avif", "image/avif", false},
    Type{"woff2", "font/woff2", false},
    Type{"mp4", "video/mp4", false},
};

std::string_view extension_of(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

const Type* type_of(std::string_view path) {
    const auto found = std::ranges::find(types, extension_of(path), &Type::extension);
    return found == types.end() ? nullptr : &*found;
}

class File {
public:
    // A regular file; otherwise the errno that says why not. A pipe in its place is not waited for.
    [[nodiscard]] static std::expected<File, int> open(const fs::path& path) {
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
        if (descriptor < 0) return std::unexpected(errno);
        File file(descriptor);
        if (::fstat(descriptor, &file.status_) != 0) return std::unexpected(errno);
        if (!S_ISREG(file.status_.st_mode)) return std::unexpected(ENOENT);
        return file;
    }
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), status_(other.status_) {}
    File& operator=(File&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        status_ = other.status_;
        return *this;
    }
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    // Time and size tell versions apart as they do for any web server.
    [[nodiscard]] std::string etag(std::string_view encoding) const {
        return fmt::format("\"{:x}-{:x}{}{}\"", status_.st_mtim.tv_sec * 1'000'000'000 + status_.st_mtim.tv_nsec,
                           status_.st_size, encoding.empty() ? "" : "-", encoding);
    }
    [[nodiscard]] std::optional<std::string> read() const {
        std::string content(static_cast<std::size_t>(status_.st_size), '\0');
        std::size_t at = 0;
        while (at < content.size()) {
            const ssize_t got = ::read(descriptor_, content.data() + at, content.size() - at);
            if (got <= 0) return std::nullopt;
            at += static_cast<std::size_t>(got);
        }
        return content;
    }

private:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
    struct stat status_{};
};

// The smallest first.
constexpr Coding as_it_is{"", ""};
constexpr std::array codings{Coding{"br", ".br"}, Coding{"gzip", ".gz"}, as_it_is};

std::string_view listed_name(const Coding& coding) {
    return coding == as_it_is ? "identity" : coding.name;
}

// A weight in thousandths, of `;q=0.5`; 1000 where there is none, nullopt where it is malformed.
std::optional<int> weight_of(std::string_view parameters) {
    if (parameters.empty()) return 1000;
    std::string_view value = trimmed(parameters.substr(1));
    if (!value.starts_with("q=") && !value.starts_with("Q=")) return std::nullopt;
    value.remove_prefix(2);
    if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1')) return std::nullopt;
    if (value.size() > 1 && value[1] != '.') return std::nullopt;
    int thousandths = 0;
    for (std::size_t at = 0; at < 4; ++at) {
        const std::size_t digit = at == 0 ? 0 : at + 1;  // past the point
        const char c = digit < value.size() ? value[digit] : '0';
        if (c < '0' || c > '9') return std::nullopt;
        thousandths = thousandths * 10 + (c - '0');
    }
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

struct Opened {
    File file;
    Coding coding;
};

// The first of these codings in which there is a file; otherwise the errno of the last that was tried.
std::expected<Opened, int> open_first(const fs::path& path, const std::vector<Coding>& wanted) {
    int error = ENOENT;
    for (const Coding& coding : wanted) {
        auto file = File::open(path.native() + std::string(coding.suffix));
        if (file) return Opened{*std::move(file), coding};
        error = file.error();
    }
    return std::unexpected(error);
}

// Calls `take` for each element of a comma-separated list until it says true.
template <typename Take>
bool any_element(std::string_view list, Take take) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (take(trimmed(list.substr(0, comma)))) return true;
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

}  // namespace

std::optional<std::string> relative_path(std::string_view url_path) {
    if (!url_path.starts_with('/')) return std::nullopt;
    auto path = percent_decode(url_path.substr(1));
    if (!path) return std::nullopt;
    const auto forbidden = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; };
    if (std::ranges::any_of(*path, forbidden)) return std::nullopt;
    std::string_view rest = *path;
    while (true) {
        const auto slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment.starts_with('.') || (segment.empty() && slash != std::string_view::npos)) return std::nullopt;
        if (slash == std::string_view::npos) return path;
        rest.remove_prefix(slash + 1);
    }
}

bool is_page(std::string_view path, std::string_view page) {
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    while (path.starts_with('/') && page.starts_with('/')) {
        path.remove_prefix(1);
        page.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        const std::string_view form = page.substr(0, page.find('/'));
        const bool fits = form.starts_with('{') ? !segment.empty() : segment == form;
        if (!fits) return false;
        path.remove_prefix(segment.size());
        page.remove_prefix(form.size());
    }
    return path.empty() && page.empty();
}

std::string_view content_type_of(std::string_view path) {
    const Type* type = type_of(path);
    return type == nullptr ? "application/octet-stream" : type->content_type;
}

bool is_hashed_asset(std::string_view path) {
    if (!path.starts_with("assets/")) return false;
    constexpr std::size_t hash = 8;  // Vite's, in base64url
    const auto in_hash = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1)) {
        const std::string_view before = path.substr(0, dot);
        if (before.size() > hash && before[before.size() - hash - 1] == '-' &&
            std::ranges::all_of(before.substr(before.size() - hash), in_hash))
            return true;
    }
    return false;
}

std::vector<Coding> acceptable_codings(std::string_view accept_encoding) {
    std::array<std::optional<int>, codings.size()> liked;
    std::optional<int> others;
    any_element(accept_encoding, [&](std::string_view element) {
        const auto semicolon = element.find(';');
        std::string_view name = trimmed(element.substr(0, semicolon));
        const auto weight = weight_of(semicolon == std::string_view::npos ? "" : element.substr(semicolon));
        if (equal_ignoring_case(name, "x-gzip")) name = "gzip";
        for (std::size_t at = 0; weight && at < codings.size(); ++at)
            if (equal_ignoring_case(name, listed_name(codings[at]))) liked[at] = weight;
        if (weight && name == "*") others = weight;
        return false;
    });
    // Unless it is refused, a file as it is will do, after everything that was asked for.
    constexpr int will_do = 0;
    std::vector<std::pair<int, Coding>> taken;
    for (std::size_t at = 0; at < codings.size(); ++at) {
        const bool plain = codings[at] == as_it_is;
        const std::optional<int> weight = liked[at] ? liked[at] : others;
        if (weight.value_or(0) > 0) taken.emplace_back(*weight, codings[at]);
        if (plain && !weight) taken.emplace_back(will_do, codings[at]);
    }
    std::ranges::stable_sort(taken, std::greater{}, &std::pair<int, Coding>::first);
    std::vector<Coding> best_first;
    best_first.reserve(taken.size());
    for (const auto& [weight, coding] : taken) best_first.push_back(coding);
    return best_first;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    return any_element(if_none_match, [&](std::string_view element) {
        if (element.starts_with("W/")) element.remove_prefix(2);
        return element == "*" || element == etag;
    });
}

void StaticSite::add_site_headers(Answer& answer) const {
    for (const auto& [name, value] : site_.headers) answer.headers.emplace_back(name, value);
}

Answer StaticSite::plain(int status, std::string_view text) const {
    Answer answer{.status = status, .headers = {{"content-type", "text/plain; charset=utf-8"}}, .body = {}};
    answer.headers.emplace_back("cache-control", ask_again);
    answer.body = text;
    add_site_headers(answer);
    return answer;
}

Answer StaticSite::not_built() const {
    return plain(503,
                 "The web site has not been built yet: run ./dev build, then load this page again.\n"
                 "The API answers meanwhile.\n");
}

Answer StaticSite::not_opened(const fs::path& path, int error) const {
    if (error == EMFILE || error == ENFILE) return plain(503, "Too many files are open: try again in a moment.\n");
    if (!File::open(path)) return plain(404, "Not Found\n");
    Answer refused = plain(406, "Not Acceptable: send Accept-Encoding with br, gzip or identity.\n");
    refused.headers.emplace_back("vary", "accept-encoding");
    return refused;
}

Answer StaticSite::file(const Request& request, const fs::path& path, std::string_view cache) const {
    const Type* type = type_of(path.native());
    const bool compressible = type != nullptr && type->compressible;
    const auto opened =
        open_first(path, compressible ? acceptable_codings(request.list("accept-encoding")) : std::vector{as_it_is});
    if (!opened) return not_opened(path, opened.error());

    const std::string etag = opened->file.etag(opened->coding.name);
    Answer answer;
    answer.headers.emplace_back("etag", etag);
    answer.headers.emplace_back("cache-control", cache);
    if (compressible) answer.headers.emplace_back("vary", "accept-encoding");
    add_site_headers(answer);
    if (matches_etag(request.list("if-none-match"), etag)) {
        answer.status = 304;
        return answer;
    }
    auto content = opened->file.read();
    if (!content) return plain(500, "The file could not be read.\n");
    answer.body = *std::move(content);
    answer.headers.emplace_back("content-type", content_type_of(path.native()));
    if (opened->coding != as_it_is) answer.headers.emplace_back("content-encoding", opened->coding.name);
    return answer;
}

Answer StaticSite::answer(const Request& request) const {
    if (request.method != "GET" && request.method != "HEAD") {
        Answer refused = plain(405, "Method Not Allowed\n");
        refused.headers.emplace_back("allow", "GET, HEAD");
        return refused;
    }
    const auto path = relative_path(request.path);
    if (!path) return plain(404, "Not Found\n");
    if (path->starts_with("media/")) return file(request, site_.media / path->substr(6), for_ever);
    if (extension_of(*path).empty() || *path == "index.html") {
        Answer index = file(request, site_.root / "index.html", ask_again);
        if (index.status == 404) return not_built();
        const auto asked = [&](std::string_view page) { return is_page(request.path, page); };
        const bool known = site_.pages.empty() || *path == "index.html" || std::ranges::any_of(site_.pages, asked);
        if (index.status == 200 && !known) index.status = 404;
        return index;
    }
    return file(request, site_.root / *path, is_hashed_asset(*path) ? for_ever : for_an_hour);
}

}  // namespace vitrine::host::gateway
