#include "host/gateway/request_line.hpp"

#include <gtest/gtest.h>

namespace vitrine::host::gateway {
namespace {

int refusal_of(std::string_view line) {
    const auto read = read_request_line(line);
    return read ? 0 : read.error();
}

TEST(RequestLineTest, ReadsOriginForm) {
    const auto line = read_request_line("GET /a%20b?x=1?y HTTP/1.1");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->method, "GET");
    EXPECT_EQ(line->target, "/a%20b?x=1?y");
    EXPECT_EQ(line->path, "/a%20b");
    EXPECT_EQ(line->query, "x=1?y");
    EXPECT_EQ(line->authority, "");
}

struct Absolute {
    const char* target;
    const char* authority;
    const char* path;
    const char* query;
};
class AbsoluteFormTest : public testing::TestWithParam<Absolute> {};

TEST_P(AbsoluteFormTest, ReadsHostPathAndQuery) {
    const std::string text = "GET " + std::string(GetParam().target) + " HTTP/1.1";
    const auto line = read_request_line(text);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->authority, GetParam().authority);
    EXPECT_EQ(line->path, GetParam().path);
    EXPECT_EQ(line->query, GetParam().query);
}

INSTANTIATE_TEST_SUITE_P(Targets, AbsoluteFormTest,
                         testing::Values(Absolute{"http://localhost:8080/a?b", "localhost:8080", "/a", "b"},
                                         Absolute{"HTTP://localhost", "localhost", "/", ""},
                                         Absolute{"https://[::1]?b=/", "[::1]", "/", "b=/"}));

TEST(RequestLineTest, AcceptsAsteriskFormForOptionsOnly) {
    EXPECT_EQ(read_request_line("OPTIONS * HTTP/1.1")->path, "*");
    EXPECT_EQ(refusal_of("GET * HTTP/1.1"), 400);
}

TEST(RequestLineTest, TreatsALaterMinorVersionAs11) {
    EXPECT_EQ(read_request_line("GET / HTTP/1.0")->version, 10);
    EXPECT_EQ(read_request_line("GET / HTTP/1.1")->version, 11);
    EXPECT_EQ(read_request_line("GET / HTTP/1.2")->version, 11);
    EXPECT_EQ(read_request_line("GET / HTTP/1.9")->version, 11);
    EXPECT_EQ(refusal_of("GET / HTTP/2.0"), 505);
    EXPECT_EQ(refusal_of("GET / HTTP/0.9"), 505);
}

TEST(RequestLineTest, RefusesMalformedLines) {
    for (const char* line : {"",
                             "GET",
                             "GET /",
                             "GET / ",
                             " GET / HTTP/1.1",
                             "GET  / HTTP/1.1",
                             "GET /  HTTP/1.1",
                             "GET /a b HTTP/1.1",
                             "G(T / HTTP/1.1",
                             "GET / http/1.1",
                             "GET / HTTP/1",
                             "GET / HTTP/1.10",
                             "GET / HTTP/1.1 ",
                             "GET x HTTP/1.1",
                             "GET ftp://h/ HTTP/1.1",
                             "GET http:///x HTTP/1.1",
                             "CONNECT h:443 HTTP/1.1",
                             "GET /\x01 HTTP/1.1",
                             "GET\t/ HTTP/1.1",
                             "GET /\r HTTP/1.1"})
        EXPECT_EQ(refusal_of(line), 400) << line;
}

TEST(RequestLineTest, RecognisesOtherProtocolsByTheirFirstBytes) {
    for (const char* beginning : {"", "G", "GET", "GET ", "GET /", "GET / HTTP/1.1\r"})
        EXPECT_TRUE(may_become_request_line(beginning)) << beginning;
    for (const char* beginning : {"\x16\x03\x01", " ", "GET /\x02", "{\"a\"", "GET\r/"})
        EXPECT_FALSE(may_become_request_line(beginning)) << beginning;
}

TEST(HostTest, AcceptsNamesAndAddressesWithAndWithoutPort) {
    for (const char* host : {"", "localhost", "localhost:8080", "localhost:", "shop.example", "my_host-1.",
                             "127.0.0.1:1", "[::1]", "[::1]:8080", "[2001:db8::7.8.9.10]", "LOCALHOST:65535"})
        EXPECT_TRUE(is_host(host)) << host;
}

TEST(HostTest, RefusesOtherForms) {
    for (const char* host : {"localhost:8080/x",
                             "localhost/",
                             "a,b",
                             "localhost, localhost",
                             "user@localhost",
                             "user:8080@localhost",
                             ":8080",
                             "localhost:80:80",
                             "localhost:x",
                             "localhost:123456",
                             "[::1",
                             "::1",
                             "[::1]x",
                             "[localhost]",
                             "[fe80::1%25eth0]",
                             "[]",
                             "local host",
                             "localhost?x",
                             "localhost#x",
                             "caf\xC3\xA9",
                             "local%68ost",
                             "http://localhost",
                             "\"localhost\""})
        EXPECT_FALSE(is_host(host)) << host;
}

}  // namespace
}  // namespace vitrine::host::gateway
