#include "services/http/network.hpp"

#include <gtest/gtest.h>

#include "services/http/test_events.hpp"

namespace shop {
namespace {

using testing::Ask;

Request request_with(const std::map<std::string, std::string>& headers) {
    static std::string event;
    event = testing::event(Ask{.route = "POST /api/v1/orders",
                               .path = "/api/v1/orders",
                               .path_parameters = {},
                               .query = {},
                               .headers = headers,
                               .body = {}});
    return *Request::decode(event, {});
}

std::string viewer(const std::string& forwarded, int proxies) {
    const Request request = request_with({{"x-forwarded-for", forwarded}});
    return std::string(viewer_address(request, proxies));
}

std::string hash(const std::string& forwarded, int proxies = 0) {
    AccessRules rules = testing::rules(false);
    rules.trusted_proxies = proxies;
    return network_hash(rules, request_with({{"x-forwarded-for", forwarded}}));
}

TEST(ANetwork, IsOneIpv4Address) {
    EXPECT_EQ(network_of("192.0.2.7"), network_of("192.0.2.7"));
    EXPECT_NE(network_of("192.0.2.7"), network_of("192.0.2.8"));
    EXPECT_EQ(network_of("::ffff:192.0.2.7"), network_of("192.0.2.7")) << "in either form";
}

TEST(ANetwork, IsOneIpv6Site) {
    EXPECT_EQ(network_of("2001:db8:1:2::7"), network_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    EXPECT_NE(network_of("2001:db8:1:2::7"), network_of("2001:db8:1:3::7"));
    EXPECT_NE(network_of("::c000:207"), network_of("192.0.2.7"));
}

TEST(ANetwork, IsNothingElse) {
    for (const char* text : {"", "unknown", "192.0.2", "192.0.2.7:443", "[2001:db8::1]", "fe80::1%eth0", "0x7f.1",
                             "192.0.2.7 ", "1.2.3.4.5", "::g"}) {
        EXPECT_EQ(network_of(text), std::nullopt) << text;
    }
}

TEST(TheViewer, IsWhoTheLastProxyOfTheShopSaw) {
    EXPECT_EQ(viewer("192.0.2.7", 0), "192.0.2.7");
    EXPECT_EQ(viewer("192.0.2.7, 130.176.0.1", 1), "192.0.2.7");
    EXPECT_EQ(viewer("192.0.2.7,130.176.0.1", 1), "192.0.2.7");
    EXPECT_EQ(viewer("2001:db8::7, 130.176.0.2, 130.176.0.1", 2), "2001:db8::7");
}

TEST(TheViewer, IsNotWhomTheCallerNames) {
    for (const char* made_up : {"203.0.113.9, ", "203.0.113.9,, ", "a, b, c, ", ", ,"}) {
        EXPECT_EQ(viewer(std::string(made_up) + "192.0.2.7", 0), "192.0.2.7") << made_up;
        EXPECT_EQ(viewer(std::string(made_up) + "192.0.2.7, 130.176.0.1", 1), "192.0.2.7") << made_up;
    }
}

TEST(TheViewer, IsUnknownWhereAProxyIsMissing) {
    EXPECT_EQ(viewer("192.0.2.7", 1), "");
    EXPECT_EQ(viewer("", 0), "");
    EXPECT_EQ(viewer_address(request_with({}), 0), "");
    EXPECT_EQ(viewer_address(request_with({}), 1), "");
}

TEST(ANetworksHash, TellsNetworksApartAndNothingElse) {
    EXPECT_EQ(hash("192.0.2.7"), hash("203.0.113.9, 192.0.2.7"));
    EXPECT_NE(hash("192.0.2.7"), hash("192.0.2.8"));
    EXPECT_EQ(hash("192.0.2.7"), hash("192.0.2.7, 130.176.0.1", 1));
    EXPECT_EQ(hash("2001:db8:1:2::7"), hash("2001:db8:1:2::8"));
    EXPECT_EQ(hash("192.0.2.7").size(), 64u);
    EXPECT_EQ(hash("192.0.2.7").find("192"), std::string::npos);
}

TEST(ANetworksHash, IsOneForAllWhoseAddressNobodyKnows) {
    EXPECT_EQ(hash("192.0.2.7", 1), hash("192.0.2.8", 1));
    EXPECT_EQ(hash("nonsense"), hash(""));
    EXPECT_NE(hash("nonsense"), hash("192.0.2.7"));
}

TEST(ANetworksHash, NeedsTheOriginSecretToBeFound) {
    const AccessRules rules = testing::rules(false);
    const Request request = request_with({{"x-forwarded-for", "192.0.2.7"}, {"x-origin-secret", "another"}});
    EXPECT_NE(network_hash(rules, request), hash("192.0.2.7"));
}

}  // namespace
}  // namespace shop
