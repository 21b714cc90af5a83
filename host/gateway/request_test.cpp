#include "host/gateway/request.hpp"

#include <gtest/gtest.h>

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

TEST(RequestReaderTest, TellsMethodPathQueryAndHeaders) {
    RequestReader one = reader();
    const std::string_view bytes = "GET /a/b?x=1 HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n\r\n";
    EXPECT_EQ(one.feed(bytes), bytes.size());
    ASSERT_EQ(one.state(), State::done);
    EXPECT_EQ(one.request().method, "GET");
    EXPECT_EQ(one.request().path, "/a/b");
    EXPECT_EQ(one.request().query, "x=1");
    EXPECT_EQ(one.request().header("x-a"), "1");
    EXPECT_FALSE(one.request().header("x-b"));
    EXPECT_TRUE(one.request().keep_alive());
}

TEST(RequestReaderTest, ReadsTheSameHoweverTheBytesAreCut) {
    const std::string bytes =
        "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (std::size_t step = 1; step < bytes.size(); ++step) {
        RequestReader one = reader();
        std::string held;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            held += bytes.substr(at, step);
            held.erase(0, one.feed(held));
        }
        ASSERT_EQ(one.state(), State::done) << step;
        EXPECT_EQ(one.request().body, "abcde") << step;
        EXPECT_EQ(one.request().header("host"), "h") << step;
    }
}

TEST(RequestReaderTest, LeavesTheNextRequestsBytesAlone) {
    RequestReader one = reader();
    const std::string bytes =
        "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
    const std::size_t taken = one.feed(bytes);
    EXPECT_EQ(one.request().body, "ab");
    one.restart();
    (void)one.feed(std::string_view(bytes).substr(taken));
    ASSERT_EQ(one.state(), State::done);
    EXPECT_EQ(one.request().path, "/2");
    EXPECT_EQ(one.request().body, "");
}

TEST(RequestReaderTest, RefusesWhatIsNotHttp) {
    EXPECT_EQ(refusal_of("\x16\x03\x01\x02\x00 hello\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET /\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET http://h/ HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost : h\r\n\r\n"), 400);
}

TEST(RequestReaderTest, WantsExactlyOneHost) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
}

TEST(RequestReaderTest, RefusesBodiesWhoseLengthCouldBeReadInTwoWays) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -3\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
    EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestReaderTest, CountsRequestLineAndHeaderValuesAgainstTheHeadsLimit) {
    const auto with_value = [](std::size_t size) {
        return "GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + std::string(size, 'v') + "\r\n\r\n";
    };
    constexpr std::size_t others = std::string_view("GET / HTTP/1.1h").size();
    EXPECT_EQ(refusal_of(with_value(10'240 - others)), 0);
    EXPECT_EQ(refusal_of(with_value(10'240 - others + 1)), 431);
    EXPECT_EQ(refusal_of("GET /" + std::string(10'300, 'p') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 431);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nX: " + std::string(70'000, 'v')), 431);
}

TEST(RequestReaderTest, RefusesABodyOverTheLimitAsSoonAsItIsKnown) {
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"), 413);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"), 413);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"), 0);
}

TEST(RequestReaderTest, TakesNoTrailerForAHeader) {
    RequestReader one = reader();
    (void)one.feed(
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: Bearer x\r\n\r\n");
    ASSERT_EQ(one.state(), State::done);
    EXPECT_FALSE(one.request().header("authorization"));
}

TEST(RequestReaderTest, KnowsWhenTheClientWaitsToBeToldToGoOn) {
    RequestReader one = reader();
    (void)one.feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(one.state(), State::body);
    EXPECT_TRUE(one.expects_continue());
}

TEST(RequestReaderTest, EndsTheConnectionWhereTheRequestSaysSo) {
    RequestReader one = reader();
    (void)one.feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: Foo, CLOSE\r\n\r\n");
    EXPECT_FALSE(one.request().keep_alive());
    one.restart();
    (void)one.feed("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(one.state(), State::done);
    EXPECT_FALSE(one.request().keep_alive());
}

}  // namespace
}  // namespace vitrine::host::gateway
