#include <gtest/gtest.h>

#include "host/gateway/connection_fixture.hpp"
#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

// What came of some bytes, sent in these pieces.
struct Outcome {
    std::string received;
    std::vector<std::string> events;
    bool is_shut = false;
    bool operator==(const Outcome&) const = default;
};

std::string without_continue(std::string text) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    if (const auto at = text.find(go_on); at != std::string::npos) text.erase(at, go_on.size());
    return text;
}

Outcome outcome_of(const std::vector<std::string_view>& pieces) {
    ConnectionFixture connection;
    for (const std::string_view piece : pieces) {
        connection.send(piece);
        EXPECT_TRUE(connection.is_settled()) << "after " << testing::PrintToString(piece);
    }
    return {without_continue(connection.received), connection.functions.events, connection.is_shut};
}

// Whether it is cut nowhere, at each byte, or into single bytes.
void expect_the_same_in_pieces(std::string_view before, std::string_view bytes) {
    const Outcome whole = outcome_of({before, bytes});
    EXPECT_FALSE(whole.received.empty());
    for (std::size_t at = 1; at < bytes.size(); ++at)
        EXPECT_EQ(outcome_of({before, bytes.substr(0, at), bytes.substr(at)}), whole) << "cut at " << at;
    std::vector<std::string_view> single{before};
    for (std::size_t at = 0; at < bytes.size(); ++at) single.push_back(bytes.substr(at, 1));
    EXPECT_EQ(outcome_of(single), whole);
}

std::string name_of(const testing::TestParamInfo<TestMessage>& info) {
    return info.param.name;
}

class RequestInPiecesTest : public testing::TestWithParam<TestMessage> {};

TEST_P(RequestInPiecesTest, GivesTheSameAnswerCutAtAnyByte) {
    expect_the_same_in_pieces("", GetParam().bytes);
}

// Three pieces that are one byte apart, and far apart: a chunk's head and end, each alone.
TEST_P(RequestInPiecesTest, GivesTheSameAnswerCutAtAnyTwoBytes) {
    const std::string_view bytes = GetParam().bytes;
    const Outcome whole = outcome_of({bytes});
    for (std::size_t first = 1; first + 1 < bytes.size(); ++first) {
        for (const std::size_t size : {1UL, 2UL, 3UL, 5UL, 8UL, 13UL}) {
            const std::size_t second = first + size;
            if (second >= bytes.size()) break;
            EXPECT_EQ(outcome_of({bytes.substr(0, first), bytes.substr(first, size), bytes.substr(second)}), whole)
                << "cut at " << first << " and " << second;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, RequestInPiecesTest, testing::ValuesIn(test_requests()), name_of);

class FramesInPiecesTest : public testing::TestWithParam<TestMessage> {};

TEST_P(FramesInPiecesTest, GiveTheSameAnswerCutAtAnyByte) {
    expect_the_same_in_pieces(opening_handshake(), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(Each, FramesInPiecesTest, testing::ValuesIn(test_frames()), name_of);

TEST(ConnectionTest, ServesARequestAfterAFragmentedChunkedOne) {
    ConnectionFixture connection;
    connection.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n");
    EXPECT_TRUE(connection.has_taken_all());
    connection.send("2\r\n1}\r\n0\r\n\r\n");
    EXPECT_NE(connection.received.find("hello"), std::string::npos);
    connection.received.clear();
    connection.send("GET /api/8 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_NE(connection.received.find("hello"), std::string::npos);
}

TEST(ConnectionTest, StopsReadingDuringAnInvocation) {
    ConnectionFixture connection;
    connection.functions.hold = true;
    const std::string get = "GET /api/7 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    connection.send(get + get);
    EXPECT_EQ(connection.functions.events.size(), 1U);
    connection.send(get);
    EXPECT_FALSE(connection.has_taken_all());
    for (int answered = 0; answered < 3; ++answered) connection.answer();
    EXPECT_EQ(connection.functions.events.size(), 3U);
    EXPECT_TRUE(connection.has_taken_all());
}

TEST(ConnectionTest, YieldsBetweenManyPipelinedRequests) {
    ConnectionFixture connection;
    std::string many;
    for (int number = 0; number < 1'000; ++number) many += "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n";
    connection.send(many);
    std::size_t answers = 0;
    for (std::size_t at = 0; (at = connection.received.find("HTTP/1.1 404", at)) != std::string::npos; ++at) ++answers;
    EXPECT_EQ(answers, 1'000U);
    EXPECT_GT(connection.handlers, 30);
}

TEST(ConnectionTest, EndsAfterThePeerClosed) {
    for (const auto& messages : {test_requests(), test_frames()}) {
        for (const TestMessage& message : messages) {
            ConnectionFixture connection;
            connection.send(message.bytes.substr(0, message.bytes.size() - 1));
            connection.hang_up();
            connection.send("");
            EXPECT_TRUE(connection.is_gone()) << message.name;
        }
    }
}

TEST(ConnectionTest, RefusesAnUnboundedChunkHeader) {
    ConnectionFixture connection;
    connection.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;");
    for (int piece = 0; piece < 100 && !connection.is_shut; ++piece) connection.send(std::string(1024, 'x'));
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.received.starts_with("HTTP/1.1 400 "));
}

TEST(ConnectionTest, RefusesUnboundedTrailers) {
    ConnectionFixture connection;
    connection.send("POST /api/7 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
    for (int piece = 0; piece < 100 && !connection.is_shut; ++piece)
        connection.send("X-Trailer: " + std::string(1013, 'x') + "\r\n");
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.received.starts_with("HTTP/1.1 400 "));
}

TEST(ConnectionTest, RefusesAnUnboundedHead) {
    ConnectionFixture connection;
    connection.send("GET /api/7 HTTP/1.1\r\nHost: localhost\r\n");
    for (int piece = 0; piece < 200 && !connection.is_shut; ++piece)
        connection.send(std::string(1000, 'x') + std::to_string(piece) + ":\r\n");
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.received.starts_with("HTTP/1.1 431 "));
}

}  // namespace
}  // namespace vitrine::host::gateway
