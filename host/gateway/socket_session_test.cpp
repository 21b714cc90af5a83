#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "host/gateway/connection_fixture.hpp"
#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

namespace json = boost::json;

const std::string bye = masked_frame(0x88, "\x03\xE8");

std::string text(std::string_view payload) {
    return masked_frame(0x81, payload);
}

// "CONNECT", the messages' bodies, "DISCONNECT 1000".
std::vector<std::string> invocations_of(const ConnectionFixture& connection) {
    std::vector<std::string> all;
    for (const std::string& payload : connection.functions.events) {
        const json::value event = json::parse(payload);
        const json::value& context = event.at("requestContext");
        std::string one(context.at("eventType").as_string());
        if (one == "MESSAGE") one = event.at("body").as_string();
        if (one == "DISCONNECT") one += ' ' + json::serialize(context.at("disconnectStatusCode"));
        all.push_back(std::move(one));
    }
    return all;
}

using Invocations = std::vector<std::string>;

struct SocketSessionTest : testing::Test {
    SocketSessionTest() {
        connection.send(opening_handshake());
        connection.received.clear();
    }
    ConnectionFixture connection;
};

TEST_F(SocketSessionTest, DeliversAMessageReceivedWithAClose) {
    connection.send(text("1") + bye);
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "DISCONNECT 1000"}));
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.is_gone());
}

TEST_F(SocketSessionTest, DeliversAllMessagesReceivedWithAClose) {
    connection.send(text("1") + text("2") + text("3") + bye);
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2", "3", "DISCONNECT 1000"}));
}

TEST(SocketSessionPiecesTest, DeliversMessagesBeforeACloseCutAtAnyByte) {
    const std::string frames = text("1") + text("22") + bye;
    for (std::size_t at = 1; at < frames.size(); ++at) {
        ConnectionFixture connection;
        connection.send(opening_handshake());
        connection.send(frames.substr(0, at));
        connection.send(frames.substr(at));
        EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "22", "DISCONNECT 1000"}))
            << "cut at " << at;
        EXPECT_TRUE(connection.received.ends_with("\x88\x02\x03\xE8"));
        EXPECT_TRUE(connection.is_gone());
    }
}

TEST_F(SocketSessionTest, DeliversAMessageReceivedBeforeTheEnd) {
    connection.functions.hold = true;
    connection.send(text("1") + text("2"));
    connection.finish();
    EXPECT_TRUE(connection.is_gone());
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1"}));
    connection.answer();
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2"}));
    connection.answer();
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2", "DISCONNECT 1006"}));
}

TEST_F(SocketSessionTest, DeliversMessagesBeforeAViolation) {
    connection.send(text("1") + text("2") + masked_frame(0x83, ""));
    connection.hang_up();
    connection.send("");
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2", "DISCONNECT 1002"}));
}

TEST_F(SocketSessionTest, DeliversMoreMessagesThanItQueuesBeforeAClose) {
    std::string all;
    Invocations wanted{"CONNECT"};
    for (int number = 0; number < 40; ++number) {
        all += text(std::to_string(number));
        wanted.push_back(std::to_string(number));
    }
    wanted.emplace_back("DISCONNECT 1000");
    connection.functions.hold = true;
    connection.send(all + bye);
    for (int answered = 0; answered < 41; ++answered) connection.answer();
    EXPECT_EQ(invocations_of(connection), wanted);
}

TEST_F(SocketSessionTest, DeliversTheNextMessageWhenAFunctionTimesOutAfterTheEnd) {
    connection.functions.hold = true;
    connection.send(text("1") + text("2") + bye);
    connection.expire();
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2"}));
    connection.expire();
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "1", "2", "DISCONNECT 1000"}));
}

TEST_F(SocketSessionTest, EndsImmediatelyAfterBothCloseFrames) {
    connection.functions.hold = true;
    connection.send(text("1") + bye);
    EXPECT_EQ(connection.received, std::string("\x88\x02\x03\xE8"));
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.is_gone());
}

TEST_F(SocketSessionTest, EndsImmediatelyAfterAViolation) {
    connection.send(masked_frame(0x83, ""));
    EXPECT_TRUE(connection.received.starts_with("\x88"));
    EXPECT_TRUE(connection.is_shut);
    connection.send(masked_frame(0x88, "\x03\xEA"));
    EXPECT_TRUE(connection.has_taken_all());
    connection.hang_up();
    connection.send("");
    EXPECT_TRUE(connection.is_gone());
}

TEST_F(SocketSessionTest, EndsImmediatelyWhenTheClientAnswersTheClose) {
    connection.expire();
    EXPECT_TRUE(connection.received.starts_with("\x88"));
    EXPECT_FALSE(connection.is_shut);
    connection.send(masked_frame(0x88, "\x03\xE9"));
    EXPECT_TRUE(connection.is_shut);
    EXPECT_TRUE(connection.is_gone());
    EXPECT_EQ(invocations_of(connection), (Invocations{"CONNECT", "DISCONNECT 1001"}));
}

TEST_F(SocketSessionTest, SendsPendingMessagesBeforeItsCloseFrame) {
    connection.reads = false;
    std::string frames;
    for (int number = 0; number < 40; ++number) frames += masked_frame(0x89, std::string(120, '?'));
    for (int round = 0; round < 200; ++round) connection.send(frames);
    connection.send(bye);
    EXPECT_FALSE(connection.is_gone());
    connection.reads = true;
    connection.send("");
    EXPECT_TRUE(connection.received.ends_with("\x88\x02\x03\xE8"));
    EXPECT_TRUE(connection.is_gone());
}

}  // namespace
}  // namespace vitrine::host::gateway
