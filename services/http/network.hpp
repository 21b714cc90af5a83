// Which network a request came from: one IPv4 address, or one IPv6 /64, which is what a household or an office is
// given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/http/access.hpp"
#include "services/http/request.hpp"

namespace shop {

// The same text for all addresses of one network; an IPv4 address mapped into IPv6 is that IPv4 address (RFC 4291,
// section 2.5.5.2). nullopt where the text is no address.
[[nodiscard]] std::optional<std::string> network_of(std::string_view address);

// The caller's address, as the outermost of the shop's own proxies saw it, or API Gateway where there are none:
// X-Forwarded-For begins with what the caller may have made up, then has one address from each of `trusted_proxies`
// proxies and, last, from API Gateway, each that of whoever connected to it. Empty where there are fewer.
[[nodiscard]] std::string_view viewer_address(const Request& request, int trusted_proxies);

// The caller's network as tables may hold it: HMAC-SHA256 in hex under the origin secret of the request, without which
// a reader of the table could try all addresses. Requests without a usable address share one network. For requests that
// have passed check_origin.
[[nodiscard]] std::string network_hash(const AccessRules& rules, const Request& request);

}  // namespace shop
