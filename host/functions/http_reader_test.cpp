#include "host/functions/http_reader.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vitrine::host {
namespace {

using Outcome = HttpReader::Outcome;

constexpr std::size_t limit = 64;

TEST(HttpReader, ReadsARequestWithoutABody) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("GET /next HTTP/1.1\r\nHost: x\r\n\r\n"), Outcome::complete);
    const HttpRequest request = reader.take();
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.path, "/next");
    EXPECT_EQ(request.body, "");
    EXPECT_TRUE(request.keep_alive);
}

TEST(HttpReader, ReturnsTheHostUnlessThereAreSeveral) {
    const auto host_of = [](std::string_view headers) {
        HttpReader reader(limit);
        EXPECT_EQ(reader.feed("GET /next HTTP/1.1\r\n" + std::string(headers) + "\r\n"), Outcome::complete);
        return reader.take().host;
    };
    EXPECT_EQ(host_of("HOST:  127.0.0.1:9 \r\n"), "127.0.0.1:9");
    EXPECT_EQ(host_of(""), "");
    EXPECT_EQ(host_of("Host: 127.0.0.1:9\r\nhost: 127.0.0.1:9\r\n"), "");
    EXPECT_EQ(host_of("Host: a\r\nHost: b\r\nHost: 127.0.0.1:9\r\n"), "");
}

TEST(HttpReader, DetectsRequestsOfBrowsers) {
    const auto of_browser = [](std::string_view header) {
        HttpReader reader(limit);
        EXPECT_EQ(reader.feed("GET /next HTTP/1.1\r\nHost: x\r\n" + std::string(header) + "\r\n"), Outcome::complete);
        return reader.take().of_browser;
    };
    EXPECT_TRUE(of_browser("Origin: null\r\n"));
    EXPECT_TRUE(of_browser("sec-fetch-site: cross-site\r\n"));
    EXPECT_FALSE(of_browser("sec-fetch-mode: cors\r\n")) << "Node's fetch";
    EXPECT_FALSE(of_browser("User-Agent: Mozilla/5.0\r\n"));
}

TEST(HttpReader, ReadsARequestByteByByte) {
    HttpReader reader(limit);
    const std::string text =
        "POST /r HTTP/1.1\r\nContent-Length: 5\r\nLambda-Runtime-Function-Error-Type: A.B\r\n\r\nhello";
    for (std::size_t i = 0; i + 1 < text.size(); ++i) ASSERT_EQ(reader.feed(text.substr(i, 1)), Outcome::more) << i;
    ASSERT_EQ(reader.feed("o"), Outcome::complete);
    const HttpRequest request = reader.take();
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.error_type, "A.B");
}

TEST(HttpReader, ReadsPipelinedRequests) {
    HttpReader reader(limit);
    ASSERT_EQ(
        reader.feed("POST /1 HTTP/1.1\r\ncontent-length: 1\r\n\r\naPOST /2 HTTP/1.1\r\nContent-Length: 2\r\n\r\nbc"),
        Outcome::complete);
    EXPECT_EQ(reader.take().body, "a");
    ASSERT_EQ(reader.read(), Outcome::complete);
    EXPECT_EQ(reader.take().body, "bc");
    EXPECT_EQ(reader.read(), Outcome::more);
}

TEST(HttpReader, ReadsAChunkedBody) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), Outcome::more);
    ASSERT_EQ(reader.feed("2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n"), Outcome::complete);
    EXPECT_EQ(reader.take().body, "abcde");
}

// What runtimes post, in every way of framing it.
struct Posted {
    const char* name;
    std::string bytes;
};

std::vector<std::string> requests_in(std::initializer_list<std::string_view> pieces) {
    HttpReader reader(limit);
    std::vector<std::string> requests;
    Outcome outcome = Outcome::more;
    for (const std::string_view piece : pieces) {
        for (outcome = reader.feed(piece); outcome == Outcome::complete; outcome = reader.read()) {
            const HttpRequest one = reader.take();
            requests.push_back(one.method + ' ' + one.path + ' ' + one.error_type + ' ' + one.body +
                               (one.too_large ? " too large" : "") + (one.keep_alive ? "" : " close"));
        }
    }
    EXPECT_EQ(outcome, Outcome::more);
    return requests;
}

class PostedInPieces : public testing::TestWithParam<Posted> {};

TEST_P(PostedInPieces, GivesTheSameResultCutAtAnyTwoBytes) {
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

INSTANTIATE_TEST_SUITE_P(
    Each, PostedInPieces,
    testing::Values(Posted{"Next", "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"},
                    Posted{"Sized", "POST /r HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"},
                    Posted{"Chunks",
                           "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"},
                    Posted{"Trailers",
                           "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "1\r\na\r\n0\r\nA: 1\r\nB: 2\r\n\r\n"},
                    Posted{"TooLarge",
                           "POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "30\r\n" +
                               std::string(48, 'x') + "\r\n20\r\n" + std::string(32, 'y') + "\r\n0\r\n\r\n"},
                    Posted{"Error",
                           "POST /e HTTP/1.1\r\nLambda-Runtime-Function-Error-Type: A.B\r\n"
                           "Content-Length: 2\r\nConnection: close\r\n\r\n{}"},
                    Posted{"Two",
                           "POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\na"
                           "POST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n"}),
    [](const auto& posted) { return posted.param.name; });

TEST(HttpReader, RefusesAChunkLongerThanItsSize) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na"), Outcome::more);
    EXPECT_EQ(reader.feed("b"), Outcome::malformed);
}

TEST(HttpReader, DiscardsABodyAboveTheLimit) {
    HttpReader reader(4);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc"), Outcome::more);
    ASSERT_EQ(reader.feed("defGET /n HTTP/1.1\r\n\r\n"), Outcome::complete);
    const HttpRequest request = reader.take();
    EXPECT_TRUE(request.too_large);
    EXPECT_EQ(request.body, "");
    ASSERT_EQ(reader.read(), Outcome::complete);
    EXPECT_FALSE(reader.take().too_large);
}

TEST(HttpReader, ReportsExpectContinueOnce) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"), Outcome::more);
    EXPECT_TRUE(reader.asks_to_continue());
    EXPECT_FALSE(reader.asks_to_continue());
    EXPECT_EQ(reader.feed("x"), Outcome::complete);
}

TEST(HttpReader, EndsKeepAliveOnConnectionCloseAndHttp10) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), Outcome::complete);
    EXPECT_FALSE(reader.take().keep_alive);
    ASSERT_EQ(reader.feed("GET / HTTP/1.0\r\n\r\n"), Outcome::complete);
    EXPECT_FALSE(reader.take().keep_alive);
}

TEST(HttpReader, RefusesMalformedRequests) {
    const std::string long_head = "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x');
    for (const std::string& text :
         {std::string("hello\r\n\r\n"), std::string("GET /\r\n\r\n"), std::string("GET / HTTP/1.1\r\nbroken\r\n\r\n"),
          std::string("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
          std::string("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"),
          std::string("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"),
          std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
          std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"), long_head}) {
        HttpReader reader(limit);
        EXPECT_EQ(reader.feed(text), Outcome::malformed) << text.substr(0, 60);
    }
}

}  // namespace
}  // namespace vitrine::host
