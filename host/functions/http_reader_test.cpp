#include "host/functions/http_reader.hpp"

#include <gtest/gtest.h>

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

TEST(HttpReader, ReadsARequestThatComesByteByByte) {
    HttpReader reader(limit);
    const std::string text =
        "POST /r HTTP/1.1\r\nContent-Length: 5\r\nLambda-Runtime-Function-Error-Type: A.B\r\n\r\nhello";
    for (std::size_t i = 0; i + 1 < text.size(); ++i) ASSERT_EQ(reader.feed(text.substr(i, 1)), Outcome::more) << i;
    ASSERT_EQ(reader.feed("o"), Outcome::complete);
    const HttpRequest request = reader.take();
    EXPECT_EQ(request.body, "hello");
    EXPECT_EQ(request.error_type, "A.B");
}

TEST(HttpReader, ReadsRequestsThatComeTogetherOneByOne) {
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

TEST(HttpReader, ABodyAboveTheLimitIsReadToItsEndAndThrownAway) {
    HttpReader reader(4);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc"), Outcome::more);
    ASSERT_EQ(reader.feed("defGET /n HTTP/1.1\r\n\r\n"), Outcome::complete);
    const HttpRequest request = reader.take();
    EXPECT_TRUE(request.too_large);
    EXPECT_EQ(request.body, "");
    ASSERT_EQ(reader.read(), Outcome::complete);
    EXPECT_FALSE(reader.take().too_large);
}

TEST(HttpReader, ExpectIsAskedForOnce) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("POST /r HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"), Outcome::more);
    EXPECT_TRUE(reader.asks_to_continue());
    EXPECT_FALSE(reader.asks_to_continue());
    EXPECT_EQ(reader.feed("x"), Outcome::complete);
}

TEST(HttpReader, KeepAliveEndsWithCloseOrHttp10) {
    HttpReader reader(limit);
    ASSERT_EQ(reader.feed("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), Outcome::complete);
    EXPECT_FALSE(reader.take().keep_alive);
    ASSERT_EQ(reader.feed("GET / HTTP/1.0\r\n\r\n"), Outcome::complete);
    EXPECT_FALSE(reader.take().keep_alive);
}

TEST(HttpReader, WhatIsNoHttpIsRefused) {
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
