#include "host/gateway/request_line.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v6.hpp>
#include <optional>

#include "host/gateway/request.hpp"

namespace vitrine::host::gateway {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Neither a control character nor a space; bytes above ASCII are taken as they come.
bool is_visible(char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
}

std::optional<std::string_view> behind_scheme(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) return target.substr(scheme.size());
    return std::nullopt;
}

// HTTP-version; 0 for what is none.
int version_of(std::string_view text) {
    constexpr std::string_view name = "HTTP/";
    if (text.size() != name.size() + 3 || !text.starts_with(name)) return 0;
    text.remove_prefix(name.size());
    if (!is_digit(text[0]) || text[1] != '.' || !is_digit(text[2])) return 0;
    return (text[0] - '0') * 10 + (text[2] - '0');
}

void split_path(RequestLine& line, std::string_view text) {
    const auto mark = text.find('?');
    line.path = text.substr(0, mark);
    if (mark != std::string_view::npos) line.query = text.substr(mark + 1);
}

// RFC 9112 section 3.2. A CONNECT's authority form has no use here.
bool read_target(RequestLine& line) {
    if (line.target.starts_with('/')) {
        split_path(line, line.target);
        return true;
    }
    if (line.target == "*") {
        line.path = line.target;
        return line.method == "OPTIONS";
    }
    const auto absolute = behind_scheme(line.target);
    if (!absolute) return false;
    const auto end = std::min(absolute->find_first_of("/?"), absolute->size());
    line.authority = absolute->substr(0, end);
    split_path(line, absolute->substr(end));
    if (line.path.empty()) line.path = "/";
    return !line.authority.empty();
}

bool is_ipv6(std::string_view text) {
    boost::system::error_code failed;
    const bool plain =
        std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == ':' || c == '.'; });  // no zone
    if (plain) boost::asio::ip::make_address_v6(std::string(text), failed);
    return plain && !failed;
}

}  // namespace

bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
    });
}

std::expected<RequestLine, int> read_request_line(std::string_view text) {
    const auto first = text.find(' ');
    const auto last = text.rfind(' ');
    if (first == std::string_view::npos || first == last) return std::unexpected(400);
    RequestLine line{.method = text.substr(0, first),
                     .target = text.substr(first + 1, last - first - 1),
                     .authority = {},
                     .path = {},
                     .query = {}};
    const int version = version_of(text.substr(last + 1));
    if (!is_token(line.method) || version == 0 || !std::ranges::all_of(line.target, is_visible) || !read_target(line))
        return std::unexpected(400);
    if (version < 10 || version > 19) return std::unexpected(505);
    line.version = std::min(version, 11);
    return line;
}

bool may_become_request_line(std::string_view beginning) {
    if (beginning.ends_with('\r')) beginning.remove_suffix(1);
    const std::string_view method = beginning.substr(0, beginning.find(' '));
    return (beginning.empty() || is_token(method)) &&
           std::ranges::all_of(beginning, [](char c) { return c == ' ' || is_visible(c); });
}

bool is_host(std::string_view text) {
    std::string_view port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos || !is_ipv6(text.substr(1, end - 1))) return false;
        port = text.substr(end + 1);
    } else {
        const auto end = std::min(text.find(':'), text.size());
        const auto in_name = [](char c) {
            return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
        };
        if (!std::ranges::all_of(text.substr(0, end), in_name) || (end == 0 && !text.empty())) return false;
        port = text.substr(end);
    }
    if (port.empty()) return true;
    constexpr std::size_t max_digits = 5;
    return port.front() == ':' && port.size() <= 1 + max_digits && std::ranges::all_of(port.substr(1), is_digit);
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace vitrine::host::gateway
