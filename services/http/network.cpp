#include "services/http/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace shop {
namespace {

constexpr std::size_t site_bytes = 8;                                                     // of an IPv6 address: its /64
constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};  // RFC 4291 section 2.5.5.2

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<std::string> network_of(std::string_view address) {
    const std::string text(address);
    std::array<std::uint8_t, 4> four{};
    if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return "4:" + vitrine::hex(four);
    std::array<std::uint8_t, 16> six{};
    if (inet_pton(AF_INET6, text.c_str(), six.data()) != 1) return std::nullopt;
    const std::span<const std::uint8_t> all(six);
    if (std::ranges::equal(all.first<mapped.size()>(), mapped)) return "4:" + vitrine::hex(all.last<4>());
    return "6:" + vitrine::hex(all.first<site_bytes>());
}

std::string_view viewer_address(const Request& request, int trusted_proxies) {
    std::string_view list = request.header("x-forwarded-for").value_or(std::string_view{});
    for (; trusted_proxies > 0; --trusted_proxies) {
        const auto comma = list.rfind(',');
        if (comma == list.npos) return {};
        list = list.substr(0, comma);
    }
    const auto comma = list.rfind(',');
    return trimmed(comma == list.npos ? list : list.substr(comma + 1));
}

std::string network_hash(const AccessRules& rules, const Request& request) {
    const auto network = network_of(viewer_address(request, rules.trusted_proxies));
    const std::string_view secret = request.header(origin_secret_header).value_or(std::string_view{});
    return vitrine::hex(vitrine::hmac_sha256(vitrine::bytes_of(secret), "network:" + network.value_or("unknown")));
}

}  // namespace shop
