#include "host/gateway/websocket_event.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;
using Keys = std::set<std::string>;

Keys keys_of(const json::value& value) {
    Keys keys;
    for (const auto& [key, ignored] : value.as_object()) keys.insert(std::string(key));
    return keys;
}

const SocketIdentity socket_of_a_browser{.connection_id = "IU3kkeN4IAMCJwA=",
                                         .domain_name = "localhost",
                                         .host = "localhost:8080",
                                         .api_id = "vitrine",
                                         .stage = "ws",
                                         .source_ip = "192.0.2.1",
                                         .user_agent = "Browser",
                                         .connected_at = Instant{Milliseconds{1689794896145}}};
const SocketEventContext context{"IU3kkGyEoAMFwZQ=", Instant{Milliseconds{1689794896162}}};

json::value connect(std::string_view query = {}) {
    const Trace trace{"4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01"};
    const ApiIdentity api{.account_id = "0",
                          .api_id = "vitrine",
                          .port = 8080,
                          .origin_header = "x-origin-secret",
                          .origin_secret = Secret("real")};
    const Request request{.method = "GET",
                          .target = "/ws",
                          .path = "/ws",
                          .query = query,
                          .version = 11,
                          .headers = {{"Host", "localhost:8080"},
                                      {"Origin", "http://localhost:8080"},
                                      {"Connection", "Upgrade"},
                                      {"Upgrade", "websocket"},
                                      {"Sec-WebSocket-Key", "am5ubWVpbHd3bmNyYXF0ag=="},
                                      {"X-Twice", "1"},
                                      {"x-twice", "2"},
                                      {"X-Origin-Secret", "forged"}},
                          .body = {}};
    return json::parse(
        connect_event(socket_of_a_browser, context, api, {trace, "id", "192.0.2.1", context.now}, request));
}

TEST(ConnectEventTest, HasTheFieldsOfApiGateway) {
    const json::value event = connect();
    EXPECT_EQ(keys_of(event), (Keys{"headers", "multiValueHeaders", "requestContext", "isBase64Encoded"}));
    const json::value wanted = json::parse(R"({
        "routeKey": "$connect", "eventType": "CONNECT", "extendedRequestId": "IU3kkGyEoAMFwZQ=",
        "requestTime": "19/Jul/2023:19:28:16 +0000", "messageDirection": "IN", "stage": "ws",
        "connectedAt": 1689794896145, "requestTimeEpoch": 1689794896162,
        "identity": {"userAgent": "Browser", "sourceIp": "192.0.2.1"}, "requestId": "IU3kkGyEoAMFwZQ=",
        "domainName": "localhost", "connectionId": "IU3kkeN4IAMCJwA=", "apiId": "vitrine"})");
    EXPECT_EQ(event.at("requestContext"), wanted);
}

TEST(ConnectEventTest, KeepsSingleAndMultiValueHeaders) {
    const json::value event = connect();
    EXPECT_EQ(event.at("headers").at("Origin"), "http://localhost:8080");
    EXPECT_EQ(event.at("headers").at("X-Twice"), "2");
    EXPECT_EQ(event.at("multiValueHeaders").at("X-Twice"), json::array({"1", "2"}));
    EXPECT_FALSE(keys_of(event.at("headers")).contains("Upgrade"));
}

TEST(ConnectEventTest, ReplacesAForgedOriginSecret) {
    const json::value event = connect();
    EXPECT_EQ(event.at("headers").at("x-origin-secret"), "real");
    EXPECT_FALSE(keys_of(event.at("headers")).contains("X-Origin-Secret"));
}

TEST(ConnectEventTest, OmitsAbsentQueryParameters) {
    const json::value event = connect("a=1&a=2");
    EXPECT_EQ(event.at("queryStringParameters"), (json::value{{"a", "2"}}));
    EXPECT_EQ(event.at("multiValueQueryStringParameters").at("a"), json::array({"1", "2"}));
}

TEST(MessageEventTest, HasTheFieldsOfApiGateway) {
    const json::value event =
        json::parse(message_event(socket_of_a_browser, context, "hello", "SOqIDdzSoAMCEeg=", R"({"a":"é"})"));
    EXPECT_EQ(keys_of(event), (Keys{"requestContext", "body", "isBase64Encoded"}));
    EXPECT_EQ(
        keys_of(event.at("requestContext")),
        (Keys{"routeKey", "messageId", "eventType", "extendedRequestId", "requestTime", "messageDirection", "stage",
              "connectedAt", "requestTimeEpoch", "identity", "requestId", "domainName", "connectionId", "apiId"}));
    EXPECT_EQ(event.at("requestContext").at("eventType"), "MESSAGE");
    EXPECT_EQ(event.at("requestContext").at("routeKey"), "hello");
    EXPECT_EQ(event.at("body"), R"({"a":"é"})");
}

TEST(DisconnectEventTest, HasTheFieldsOfApiGateway) {
    const json::value event =
        json::parse(disconnect_event(socket_of_a_browser, context, CloseCode::going_away, "Going away"));
    EXPECT_EQ(keys_of(event), (Keys{"headers", "multiValueHeaders", "requestContext", "isBase64Encoded"}));
    EXPECT_EQ(event.at("headers"),
              json::parse(R"({"Host": "localhost:8080", "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""})"));
    EXPECT_EQ(keys_of(event.at("requestContext")),
              (Keys{"routeKey", "disconnectStatusCode", "eventType", "extendedRequestId", "requestTime",
                    "messageDirection", "disconnectReason", "stage", "connectedAt", "requestTimeEpoch", "identity",
                    "requestId", "domainName", "connectionId", "apiId"}));
    EXPECT_EQ(event.at("requestContext").at("disconnectStatusCode"), 1001);
    EXPECT_EQ(event.at("requestContext").at("disconnectReason"), "Going away");
}

TEST(RouteSelectionTest, ReadsTheTextAtThePath) {
    EXPECT_EQ(selected_route("$request.body.action", R"({"action":"hello"})"), "hello");
    EXPECT_EQ(selected_route("$request.body.meta.kind", R"({"meta":{"kind":"x"}})"), "x");
}

TEST(RouteSelectionTest, IsEmptyForOtherMessages) {
    EXPECT_FALSE(selected_route("$request.body.action", "hello"));
    EXPECT_FALSE(selected_route("$request.body.action", R"({"action":7})"));
    EXPECT_FALSE(selected_route("$request.body.action", R"(["action"])"));
    EXPECT_FALSE(selected_route("$request.body.action", R"({"other":"x"})"));
    EXPECT_FALSE(selected_route("$request.body.a.b", R"({"a":"x"})"));
}

TEST(MessageAnswerTest, ReturnsTheBody) {
    EXPECT_EQ(message_answer(R"({"statusCode":200,"body":"pong"})"), "pong");
    EXPECT_EQ(message_answer(R"({"statusCode":500,"body":"sorry"})"), "sorry");
    EXPECT_EQ(message_answer(R"({"statusCode":200})"), "");
}

TEST(MessageAnswerTest, IsEmptyWithoutAStatus) {
    EXPECT_FALSE(message_answer(R"({"body":"pong"})"));
    EXPECT_FALSE(message_answer("rubbish"));
    EXPECT_FALSE(message_answer(R"({"statusCode":200,"isBase64Encoded":true,"body":"//8="})"));
}

TEST(ConnectAnswerTest, AcceptsEvery2xxAndTheChosenSubprotocol) {
    EXPECT_TRUE(connect_answer(R"({"statusCode":200})").accepted());
    EXPECT_EQ(connect_answer(R"({"statusCode":200,"headers":{"Sec-WebSocket-Protocol":"chat"}})").subprotocol, "chat");
    EXPECT_EQ(connect_answer(R"({"statusCode":403})").status, 403);
    EXPECT_EQ(connect_answer("rubbish").status, 502);
}

}  // namespace
}  // namespace vitrine::host::gateway
