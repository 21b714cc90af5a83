// Which network a request came from: one IPv4 address, or one IPv6 /64, which is what a household or an office is
// given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/http/access.hpp"
#include "services/http/request.hpp"

namespace shop {

// The same text for all addresses of one network. nullopt where the text is no address.
[[nodiscard]] std::optional<std::string> network_of(std::string_view address);

// The address that asked, as the last of the shop's own proxies saw it: X-Forwarded-For has what the caller made up at
// first, then one address from each of `trusted_proxies` proxies and, last, from API Gateway, which each append who
// asked them. Empty where there are fewer.
[[nodiscard]] std::string_view viewer_address(const Request& request, int trusted_proxies);

// The viewer's network as tables may hold it: an HMAC-SHA256 in hex under the origin secret, without which whoever
// reads a table could try all addresses. Requests without a usable address share one network. Only of a request that
// bears the origin secret (check_origin).
[[nodiscard]] std::string network_hash(const AccessRules& rules, const Request& request);

}  // namespace shop
