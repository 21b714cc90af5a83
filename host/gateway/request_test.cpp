#include "host/gateway/request.hpp"

#include <gtest/gtest.h>

#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

using State = RequestReader::State;

RequestReader reader() {
    return RequestReader({.head = 10'240, .body = 1000});
}

int refusal_of(std::string_view bytes) {
    RequestReader one = reader();
    (void)one.feed(bytes);
    return one.state() == State::refused ? one.refusal() : 0;
}

TEST(RequestReaderTest, ReadsMethodPathQueryAndHeaders) {
    RequestReader one = reader();
    const std::string_view bytes = "GET /a/b?x=1 HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n\r\n";
    ASSERT_EQ(one.feed(bytes), State::done);
    EXPECT_EQ(one.request().method, "GET");
    EXPECT_EQ(one.request().path, "/a/b");
    EXPECT_EQ(one.request().query, "x=1");
    EXPECT_EQ(one.request().header("x-a"), "1");
    EXPECT_FALSE(one.request().header("x-b"));
    EXPECT_TRUE(one.request().keep_alive());
}

// All that a request says, to compare it by.
std::string text_of(const RequestReader& reader) {
    std::string text;
    const Request& request = reader.request();
    for (const std::string_view part : {request.method, request.target, request.path, request.query})
        text.append(part).append(" ");
    text += std::to_string(request.version);
    for (const HeaderField& field : request.headers)
        text.append("\n").append(field.name).append(":").append(field.value);
    return text + "\n\n" + request.body;
}

std::vector<std::string> requests_in(std::initializer_list<std::string_view> pieces) {
    RequestReader one = reader();
    std::vector<std::string> requests;
    for (const std::string_view piece : pieces) {
        for (State state = one.feed(piece); state == State::done; state = one.next()) requests.push_back(text_of(one));
    }
    EXPECT_EQ(one.state(), State::head);
    EXPECT_FALSE(one.begun());
    return requests;
}

class ReadInPiecesTest : public testing::TestWithParam<TestMessage> {};

TEST_P(ReadInPiecesTest, GivesTheSameRequestCutAtAnyTwoBytes) {
    const std::string_view bytes = GetParam().bytes;
    const auto whole = requests_in({bytes});
    ASSERT_FALSE(whole.empty());
    for (std::size_t first = 0; first <= bytes.size(); ++first) {
        for (std::size_t second = first; second <= bytes.size(); ++second) {
            const auto cut =
                requests_in({bytes.substr(0, first), bytes.substr(first, second - first), bytes.substr(second)});
            ASSERT_EQ(cut, whole) << "cut at " << first << " and " << second;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, ReadInPiecesTest, testing::ValuesIn(test_requests()),
                         [](const auto& message) { return message.param.name; });

TEST(RequestReaderTest, KeepsBytesOfTheNextRequest) {
    RequestReader one = reader();
    ASSERT_EQ(one.feed("POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHo"), State::done);
    EXPECT_EQ(one.request().body, "ab");
    EXPECT_EQ(one.next(), State::head);
    EXPECT_TRUE(one.begun());
    ASSERT_EQ(one.feed("st: h\r\n\r\nrest"), State::done);
    EXPECT_EQ(one.request().path, "/2");
    EXPECT_EQ(one.request().body, "");
    EXPECT_EQ(one.take_rest(), "rest");
    EXPECT_EQ(one.next(), State::head);
    EXPECT_FALSE(one.begun());
}

TEST(RequestReaderTest, RefusesMalformedRequests) {
    EXPECT_EQ(refusal_of("\x16\x03\x01\x02\x00 hello\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET /\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\nHost: h\n\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost : h\r\n\r\n"), 400);
}

// Neither waits for more: nothing that could come would make a request of it.
TEST(RequestReaderTest, RefusesAnInvalidRequestLineBeforeItsEnd) {
    EXPECT_EQ(refusal_of("\x16\x03\x01"), 400);
    EXPECT_EQ(refusal_of("GET / \r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/3.0\r\n"), 505);
}

TEST(RequestReaderTest, SkipsEmptyLinesBeforeARequest) {
    RequestReader one = reader();
    EXPECT_EQ(one.feed("\r\n"), State::head);
    EXPECT_FALSE(one.begun());
    ASSERT_EQ(one.feed("\r\n\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n"), State::done);
    EXPECT_EQ(one.request().path, "/a");
}

TEST(RequestReaderTest, PrefersTheHostOfAnAbsoluteForm) {
    RequestReader one = reader();
    ASSERT_EQ(one.feed("GET http://h:8080/a?b=1 HTTP/1.1\r\nA: 1\r\nHost: other\r\n\r\n"), State::done);
    EXPECT_EQ(one.request().header("host"), "h:8080");
    EXPECT_EQ(one.request().count("host"), 1U);
    EXPECT_EQ(one.request().path, "/a");
    EXPECT_EQ(one.request().query, "b=1");
    one.next();
    ASSERT_EQ(one.feed("GET http://h/ HTTP/1.0\r\n\r\n"), State::done);
    EXPECT_EQ(one.request().header("host"), "h");
}

TEST(RequestReaderTest, RefusesAnInvalidHost) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: localhost:8080/x\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: localhost, localhost\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: user@localhost\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET http://user@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.0\r\nHost: a b\r\n\r\n"), 400);
}

TEST(RequestReaderTest, JoinsRepeatedListHeaders) {
    RequestReader one = reader();
    ASSERT_EQ(one.feed("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\naccept-encoding: br\r\n\r\n"),
              State::done);
    EXPECT_EQ(one.request().list("Accept-Encoding"), "gzip, br");
    EXPECT_EQ(one.request().list("if-none-match"), "");
}

TEST(RequestReaderTest, RequiresExactlyOneHost) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST(RequestReaderTest, RefusesAmbiguousBodyLengths) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -3\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
    EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestReaderTest, LimitsRequestLineAndHeaderValues) {
    const auto with_value = [](std::size_t size) {
        return "GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + std::string(size, 'v') + "\r\n\r\n";
    };
    constexpr std::size_t others = std::string_view("GET / HTTP/1.1h").size();
    EXPECT_EQ(refusal_of(with_value(10'240 - others)), 0);
    EXPECT_EQ(refusal_of(with_value(10'240 - others + 1)), 431);
    EXPECT_EQ(refusal_of("GET /" + std::string(10'300, 'p') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 431);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nX: " + std::string(70'000, 'v')), 431);
    std::string names = "GET / HTTP/1.1\r\nHost: h\r\n";
    while (names.size() < 65 * 1024) names += "a:\r\n";
    EXPECT_EQ(refusal_of(names + "b:\r\n\r\n"), 431);
}

TEST(RequestReaderTest, RefusesABodyAboveTheLimitBeforeReadingIt) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"), 413);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"), 413);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"), 0);
}

TEST(RequestReaderTest, IgnoresTrailers) {
    RequestReader one = reader();
    (void)one.feed(
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
    ASSERT_EQ(one.state(), State::done);
    EXPECT_FALSE(one.request().header("authorization"));
}

TEST(RequestReaderTest, DetectsExpectContinue) {
    RequestReader one = reader();
    (void)one.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(one.state(), State::body);
    EXPECT_TRUE(one.expects_continue());
}

TEST(RequestReaderTest, EndsKeepAliveOnConnectionCloseAndHttp10) {
    RequestReader one = reader();
    (void)one.feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: Foo, CLOSE\r\n\r\n");
    EXPECT_FALSE(one.request().keep_alive());
    one.next();
    (void)one.feed("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(one.state(), State::done);
    EXPECT_FALSE(one.request().keep_alive());
}

}  // namespace
}  // namespace vitrine::host::gateway
