#include "services/aws/answer_parser.hpp"

#include <gtest/gtest.h>

#include "services/aws/endpoint_url.hpp"

namespace shop::aws {
namespace {

using State = AnswerParser::State;

AnswerParser parsed(std::string_view text, std::size_t piece = std::string_view::npos) {
    AnswerParser parser;
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) parser.take(text.substr(0, piece));
    return parser;
}

constexpr std::string_view sized = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Amzn-RequestId:  abc \r\n\r\nhello";
constexpr std::string_view chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n6;x=y\r\npedia \r\nE\r\nin "
    "\r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n";

TEST(AnswerParser, ReadsABodyOfAGivenLength) {
    AnswerParser parser = parsed(sized);
    EXPECT_TRUE(parser.keeps_alive());
    const HttpAnswer answer = parser.take_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("x-amzn-requestid"), "abc");
    EXPECT_EQ(answer.header("x-other"), std::nullopt);
}

TEST(AnswerParser, ReadsAnswersInPiecesOfAnySize) {
    for (std::size_t piece = 1; piece < chunked.size(); ++piece) {
        EXPECT_EQ(parsed(sized, piece).take_answer().body, "hello") << piece;
        EXPECT_EQ(parsed(chunked, piece).take_answer().body, "wikipedia in \r\n\r\nchunks.") << piece;
    }
}

TEST(AnswerParser, ReadsToTheEndWhereNoLengthIsSaid) {
    AnswerParser parser = parsed("HTTP/1.1 500 Oops\r\nDate: now\r\n\r\nsome text");
    EXPECT_FALSE(parser.finished());
    parser.close();
    EXPECT_EQ(parser.state(), State::done);
    EXPECT_FALSE(parser.keeps_alive());
    EXPECT_EQ(parser.take_answer().body, "some text");
}

TEST(AnswerParser, TakesACutForWhatItIs) {
    for (const std::size_t length : {std::size_t{10}, sized.find("hello"), sized.size() - 1}) {
        AnswerParser parser = parsed(sized.substr(0, length));
        parser.close();
        EXPECT_EQ(parser.state(), State::malformed) << length;
    }
}

TEST(AnswerParser, SkipsInterimAnswers) {
    EXPECT_EQ(parsed("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").take_answer().status, 204);
}

TEST(AnswerParser, KeepsNoConnectionThatIsToBeClosedOrSaysTooMuch) {
    EXPECT_FALSE(parsed("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n").keeps_alive());
    EXPECT_FALSE(parsed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keeps_alive());
    EXPECT_FALSE(parsed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore").keeps_alive());
}

TEST(AnswerParser, RefusesWhatIsNoHttp) {
    for (const char* text :
         {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 xx OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc"})
        EXPECT_EQ(parsed(text).state(), State::malformed) << text;
}

TEST(AnswerParser, RefusesAHeadWithoutEnd) {
    EXPECT_EQ(parsed("HTTP/1.1 200 OK\r\nX: " + std::string(AnswerParser::largest_head, 'x')).state(),
              State::malformed);
}

TEST(EndpointUrl, IsReadInItsParts) {
    const auto url = parse_endpoint_url("https://abc.execute-api.eu-west-1.amazonaws.com/ws/");
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->tls);
    EXPECT_EQ(url->host, "abc.execute-api.eu-west-1.amazonaws.com");
    EXPECT_EQ(url->port, 443);
    EXPECT_EQ(url->path, "/ws");
}

TEST(EndpointUrl, SaysItsAuthorityWithoutTheUsualPort) {
    EXPECT_EQ(parse_endpoint_url("http://h:80")->authority, "h");
    EXPECT_EQ(parse_endpoint_url("http://h:8080/")->authority, "h:8080");
    EXPECT_EQ(parse_endpoint_url("http://[::1]:9000")->host, "::1");
    EXPECT_EQ(parse_endpoint_url("http://[::1]:9000")->authority, "[::1]:9000");
}

TEST(EndpointUrl, IsRefusedWhereItIsNone) {
    for (const char* url :
         {"", "ftp://h", "http://", "http://h:0", "http://h:x", "http://h:70000", "http://h/?q", "http://:80"})
        EXPECT_FALSE(parse_endpoint_url(url)) << url;
}

}  // namespace
}  // namespace shop::aws
