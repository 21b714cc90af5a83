#include "host/gateway/http_event.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "host/gateway/test_messages.hpp"
#include "host/gateway/websocket_event.hpp"

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;

std::set<std::string> keys_of(const json::value& value) {
    std::set<std::string> keys;
    for (const auto& [key, ignored] : value.as_object()) keys.insert(std::string(key));
    return keys;
}

// The example of AWS's page, reduced to what a plain request has: no client certificate, authorizer or stage variables.
const char* const documented = R"({
  "version": "2.0", "routeKey": "$default", "rawPath": "/my/path",
  "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
  "cookies": ["cookie1", "cookie2"],
  "headers": {"header1": "value1", "header2": "value1,value2"},
  "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
  "requestContext": {
    "accountId": "123456789012", "apiId": "api-id",
    "domainName": "id.execute-api.us-east-1.amazonaws.com", "domainPrefix": "id",
    "http": {"method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent"},
    "requestId": "id", "routeKey": "$default", "stage": "$default",
    "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1584039838390
  },
  "body": "Hello from Lambda", "pathParameters": {"parameter1": "value1"}, "isBase64Encoded": false
})";

struct EventTest : testing::Test {
    Trace trace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01"};
    ApiIdentity api{
        .account_id = "123456789012", .api_id = "api-id", .port = 8080, .origin_header = {}, .origin_secret = {}};
    Route route{.key = "$default", .function = "f", .method = {}, .segments = {}, .fallback = true};
    Match match{&route, {}};
    Request request{.method = "GET",
                    .target = "/",
                    .path = "/",
                    .query = {},
                    .version = 11,
                    .headers = {{"Host", "localhost:8080"}},
                    .body = {}};

    json::value event() {
        const Instant now{Milliseconds{1584039838390}};
        return json::parse(http_event(api, {trace, "id", "192.0.2.1", now}, request, match));
    }
    std::string header(const char* name) { return std::string(event().at("headers").at(name).as_string()); }
};

TEST_F(EventTest, MatchesTheExampleOfAwsDocumentation) {
    match.parameters = {{"parameter1", "value1"}};
    request = {.method = "POST",
               .target = "/my/path?parameter1=value1&parameter1=value2&parameter2=value",
               .path = "/my/path",
               .query = "parameter1=value1&parameter1=value2&parameter2=value",
               .version = 11,
               .headers = {{"Host", "id.execute-api.us-east-1.amazonaws.com"},
                           {"Header1", "value1"},
                           {"Header2", "value1"},
                           {"HEADER2", "value2"},
                           {"Cookie", "cookie1; cookie2"},
                           {"User-Agent", "agent"},
                           {"Content-Type", "text/plain"}},
               .body = "Hello from Lambda"};
    json::value made = event();
    json::value wanted = json::parse(documented);
    const json::object headers = made.at("headers").as_object();
    EXPECT_EQ(headers.at("header1"), "value1");
    EXPECT_EQ(headers.at("header2"), "value1,value2");
    EXPECT_FALSE(headers.contains("cookie"));
    made.as_object().erase("headers");
    wanted.as_object().erase("headers");
    EXPECT_EQ(made, wanted);
}

TEST_F(EventTest, OmitsAbsentFields) {
    const std::set<std::string> wanted{"version", "routeKey",       "rawPath",        "rawQueryString",
                                       "headers", "requestContext", "isBase64Encoded"};
    EXPECT_EQ(keys_of(event()), wanted);
}

TEST_F(EventTest, AddsForwardingHeadersTraceAndOriginSecret) {
    EXPECT_EQ(header("content-length"), "0");
    EXPECT_EQ(header("x-forwarded-for"), "192.0.2.1");
    EXPECT_EQ(header("x-forwarded-port"), "8080");
    EXPECT_EQ(header("x-forwarded-proto"), "http");
    EXPECT_EQ(header("x-amzn-trace-id"), "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736");
    EXPECT_EQ(header("traceparent"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
}

TEST_F(EventTest, ReplacesOriginSecretAndTraceAndExtendsForwardedFor) {
    api.origin_header = "x-origin-secret";
    api.origin_secret = Secret("real");
    request.headers.push_back({"X-Origin-Secret", "forged"});
    request.headers.push_back({"X-Forwarded-For", "203.0.113.9"});
    request.headers.push_back({"X-Forwarded-Proto", "https"});
    EXPECT_EQ(header("x-origin-secret"), "real");
    EXPECT_EQ(header("x-forwarded-for"), "203.0.113.9,192.0.2.1");
    EXPECT_EQ(header("x-forwarded-proto"), "http");
}

TEST_F(EventTest, DropsHopByHopHeaders) {
    for (const char* name : {"Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "TE"})
        request.headers.push_back({name, "x"});
    const auto names = keys_of(event().at("headers"));
    for (const char* name : {"connection", "keep-alive", "transfer-encoding", "upgrade", "te"})
        EXPECT_FALSE(names.contains(name)) << name;
}

TEST_F(EventTest, DecodesQueryParametersAndKeepsTheRawQuery) {
    request.query = "q=caf%C3%A9+au%20lait&flag&empty=&bad=%zz";
    const json::value made = event();
    EXPECT_EQ(made.at("rawQueryString"), "q=caf%C3%A9+au%20lait&flag&empty=&bad=%zz");
    const json::value wanted{{"q", "caf\xC3\xA9 au lait"}, {"flag", ""}, {"empty", ""}, {"bad", "%zz"}};
    EXPECT_EQ(made.at("queryStringParameters"), wanted);
}

TEST_F(EventTest, DecodesThePath) {
    request.path = "/echo/caf%C3%A9%20x+y";
    const json::value made = event();
    EXPECT_EQ(made.at("rawPath"), "/echo/caf\xC3\xA9 x+y");
    EXPECT_EQ(made.at("requestContext").at("http").at("path"), "/echo/caf\xC3\xA9 x+y");
    request.path = "/100%";
    EXPECT_EQ(event().at("rawPath"), "/100%");
}

TEST_F(EventTest, DropsHeadersThatConnectionLists) {
    request.headers.insert(request.headers.end(), {{"X-Mine", "1"},
                                                   {"x-MINE", "2"},
                                                   {"X-Kept", "3"},
                                                   {"Cookie", "a=1"},
                                                   {"Connection", "close , X-mine"},
                                                   {"connection", "host,\tcookie"}});
    const json::value made = event();
    const auto names = keys_of(made.at("headers"));
    EXPECT_FALSE(names.contains("x-mine"));
    EXPECT_FALSE(made.as_object().contains("cookies"));
    EXPECT_TRUE(names.contains("x-kept"));
    EXPECT_TRUE(names.contains("host"));
}

// Some proxies hand on a caller's Connection, by which it would hide that it came by way of them.
TEST_F(EventTest, KeepsHostOriginAndForwardingHeadersThatConnectionLists) {
    request.headers.insert(request.headers.end(),
                           {{"Via", "1.1 proxy"},
                            {"Forwarded", "for=203.0.113.9"},
                            {"X-Real-IP", "203.0.113.9"},
                            {"X-Forwarded-Host", "shop.example"},
                            {"X-Forwarded-For", "203.0.113.9"},
                            {"Origin", "http://evil.example"},
                            {"Sec-Fetch-Site", "cross-site"},
                            {"Connection",
                             "via, Forwarded, x-real-ip, X-Forwarded-Host, x-forwarded-for, ORIGIN, "
                             "sec-fetch-site"}});
    const auto names = keys_of(event().at("headers"));
    for (const char* name : {"via", "forwarded", "x-real-ip", "x-forwarded-host", "origin", "sec-fetch-site"})
        EXPECT_TRUE(names.contains(name)) << name;
    EXPECT_EQ(header("x-forwarded-for"), "203.0.113.9,192.0.2.1");
}

// Compared with each other in pairs, 10,000 took a tenth of a second.
TEST_F(EventTest, TakesTimeLinearInHeadersAndParameters) {
    const auto make = [&](std::size_t count) {
        std::vector<std::string> names;
        std::string query;
        for (std::size_t number = 0; number < count; ++number) names.push_back("x" + std::to_string(number));
        Request many = request;
        for (const std::string& name : names) {
            many.headers.push_back({name, ""});
            many.headers.push_back({"Connection", name});
            query += name + '&';
        }
        many.query = query;
        const EventContext context{trace, "id", "192.0.2.1", Instant{}};
        EXPECT_FALSE(http_event(api, context, many, match).empty());
        EXPECT_FALSE(connect_event({}, {"id", Instant{}}, api, context, many).empty());
    };
    EXPECT_LT(growth(make, 1'000, 16), 48);
}

TEST(NameIndexTest, GivesEachNameItsOwnPlace) {
    NameIndex index;
    for (int round = 0; round < 2; ++round)
        for (std::size_t number = 0; number < 100; ++number) EXPECT_EQ(index.place_of(std::to_string(number)), number);
}

TEST_F(EventTest, IsValidJsonForAnyBytes) {
    request.headers.push_back({"X-Odd", "\"\\\x01\xFF\xC0\x80\xED\xA0\x80 \xE2\x82\xAC"});
    EXPECT_EQ(header("x-odd"),
              "\"\\\x01\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xE2\x82\xAC");
}

struct BodyCase {
    const char* type;
    bool text;
};
class BodyTest : public EventTest, public testing::WithParamInterface<BodyCase> {};

TEST_P(BodyTest, IsTextForTextContentTypesOnly) {
    request.body = R"({"a":1})";
    request.headers.push_back({"Content-Type", GetParam().type});
    const json::value made = event();
    EXPECT_EQ(made.at("isBase64Encoded").as_bool(), !GetParam().text);
    EXPECT_EQ(made.at("body"), GetParam().text ? R"({"a":1})" : "eyJhIjoxfQ==");
}

INSTANTIATE_TEST_SUITE_P(Types, BodyTest,
                         testing::Values(BodyCase{"application/json", true},
                                         BodyCase{"Application/JSON; charset=utf-8", true}, BodyCase{"text/csv", true},
                                         BodyCase{"application/xml", true}, BodyCase{"application/javascript", true},
                                         BodyCase{"application/merge-patch+json", false},
                                         BodyCase{"application/x-www-form-urlencoded", false},
                                         BodyCase{"application/octet-stream", false}, BodyCase{"", false}));

TEST(DomainTest, IsTheHostWithoutItsPort) {
    EXPECT_EQ(domain_of("localhost:8080"), "localhost");
    EXPECT_EQ(domain_of("[::1]:8080"), "[::1]");
    EXPECT_EQ(domain_of("shop.example"), "shop.example");
    EXPECT_EQ(prefix_of("shop.example"), "shop");
}

}  // namespace
}  // namespace vitrine::host::gateway
