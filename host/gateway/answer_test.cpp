#include "host/gateway/answer.hpp"

#include <gtest/gtest.h>

namespace vitrine::host::gateway {
namespace {

std::string header(const Answer& answer, std::string_view name) {
    std::string all;
    for (const auto& [key, value] : answer.headers)
        if (key == name) all += (all.empty() ? "" : "|") + value;
    return all;
}

bool is_rubbish(std::string_view payload) {
    return !http_answer(payload).has_value();
}

TEST(HttpAnswerTest, ReadsStatusHeadersCookiesAndBody) {
    const Answer answer = *http_answer(
        R"({"cookies":["a=1","b=2"],"isBase64Encoded":false,"statusCode":201,"headers":{"Location":"/x","X-Count":3,"X-On":true},"body":"Hello"})");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "Hello");
    EXPECT_EQ(header(answer, "Location"), "/x");
    EXPECT_EQ(header(answer, "X-Count"), "3");
    EXPECT_EQ(header(answer, "X-On"), "true");
    EXPECT_EQ(header(answer, "set-cookie"), "a=1|b=2");
    EXPECT_EQ(header(answer, "content-type"), "text/plain; charset=utf-8");
}

TEST(HttpAnswerTest, TakesJsonWithoutAStatusForABody) {
    const Answer object = *http_answer(R"({ "message": "Hello from Lambda!" })");
    EXPECT_EQ(object.status, 200);
    EXPECT_EQ(object.body, R"({ "message": "Hello from Lambda!" })");
    EXPECT_EQ(header(object, "content-type"), "application/json");
    EXPECT_EQ(http_answer(R"("Hello")")->body, R"("Hello")");
}

TEST(HttpAnswerTest, DecodesABase64Body) {
    EXPECT_EQ(http_answer(R"({"statusCode":200,"isBase64Encoded":true,"body":"AAEC"})")->body,
              std::string("\0\1\2", 3));
}

TEST(HttpAnswerTest, RefusesMalformedPayloads) {
    EXPECT_TRUE(is_rubbish("not json"));
    EXPECT_TRUE(is_rubbish(""));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":"soon"})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":99})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":600})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":200,"body":{}})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":200,"headers":[]})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":200,"headers":{"x":{}}})"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":200,"isBase64Encoded":true,"body":"%%%"})"));
}

TEST(HttpAnswerTest, RefusesMalformedHeadersAndDropsFramingHeaders) {
    EXPECT_TRUE(is_rubbish("{\"statusCode\":200,\"headers\":{\"x\":\"a\\r\\nset-cookie: b=1\"}}"));
    EXPECT_TRUE(is_rubbish(R"({"statusCode":200,"headers":{"a b":"c"}})"));
    const Answer answer =
        *http_answer(R"({"statusCode":200,"headers":{"Content-Length":"9999","Connection":"close"},"body":"x"})");
    EXPECT_EQ(header(answer, "Content-Length"), "");
    EXPECT_EQ(header(answer, "Connection"), "");
}

TEST(AnswerHeadTest, WritesStatusLineAndHeaders) {
    std::string out;
    append_head(out, gateway_answer(503), {.keep_alive = false, .date = "Sun, 06 Nov 1994 08:49:37 GMT"});
    EXPECT_EQ(out,
              "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 33\r\n"
              "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nconnection: close\r\n\r\n");
}

TEST(AnswerHeadTest, OmitsContentLengthWithoutABody) {
    std::string out;
    append_head(out, Answer{.status = 304, .headers = {}, .body = {}}, {});
    EXPECT_EQ(out.find("content-length"), std::string::npos);
}

TEST(TimeTextTest, FormatsCommonLogAndHttpDates) {
    const Instant at{Milliseconds{784111777000}};
    EXPECT_EQ(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(common_log_time(at), "06/Nov/1994:08:49:37 +0000");
}

}  // namespace
}  // namespace vitrine::host::gateway
