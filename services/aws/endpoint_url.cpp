#include "services/aws/endpoint_url.hpp"

#include <charconv>

namespace shop::aws {
namespace {

std::unexpected<std::string> wrong(std::string_view url, std::string_view why) {
    return std::unexpected("endpoint URL '" + std::string(url) + "': " + std::string(why));
}

// Takes the host off the front of the authority; what stays is empty or `:PORT`.
std::string_view take_host(std::string_view& authority) {
    const bool bracketed = authority.starts_with('[');
    const std::size_t end = bracketed ? authority.find(']') : authority.find(':');
    std::string_view host = authority.substr(0, end);
    authority.remove_prefix(host.size());
    if (!bracketed) return host;
    if (!authority.empty()) authority.remove_prefix(1);
    return host.substr(1);
}

}  // namespace

std::expected<EndpointUrl, std::string> parse_endpoint_url(std::string_view url) {
    EndpointUrl parts;
    std::string_view rest = url;
    if (rest.starts_with("https://")) {
        parts.tls = true;
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return wrong(url, "it must begin with http:// or https://");
    }
    std::string_view authority = rest.substr(0, rest.find('/'));
    std::string_view path = rest.substr(authority.size());
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.find_first_of("?# ") != path.npos) return wrong(url, "it must have no query and no fragment");
    parts.authority = authority;
    parts.path = path;
    parts.host = take_host(authority);
    if (parts.host.empty()) return wrong(url, "it names no host");
    const std::uint16_t usual = parts.tls ? 443 : 80;
    parts.port = usual;
    if (authority.empty()) return parts;
    const char* const end = authority.data() + authority.size();
    const auto [stop, fault] = std::from_chars(authority.data() + 1, end, parts.port);
    if (authority[0] != ':' || fault != std::errc{} || stop != end || parts.port == 0)
        return wrong(url, "its port is not a number from 1 to 65535");
    if (parts.port == usual) parts.authority.resize(parts.authority.size() - authority.size());
    return parts;
}

}  // namespace shop::aws
