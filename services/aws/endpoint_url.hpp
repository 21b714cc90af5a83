// Where a service listens: the parts of an endpoint URL (RFC 3986), http or https.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace shop::aws {

struct EndpointUrl {
    bool tls = false;
    std::string host;  // a name or a numeric address, IPv6 without brackets
    std::uint16_t port = 0;
    std::string authority;  // as in the Host header: without a port that is the scheme's own
    std::string path;       // without a slash at the end: "" or "/ws"
};

// The text says what is wrong with the URL.
[[nodiscard]] std::expected<EndpointUrl, std::string> parse_endpoint_url(std::string_view url);

}  // namespace shop::aws
