#include "host/gateway/websocket_codec.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "host/gateway/test_messages.hpp"

namespace vitrine::host::gateway {
namespace {

using Kind = SocketInput::Kind;
constexpr SocketDecoder::Limits limits{.frame = 32 * 1024, .message = 128 * 1024};

std::string client_frame(unsigned first, std::string_view payload, bool masked = true) {
    std::string out{static_cast<char>(first)};
    const unsigned bit = masked ? 0x80 : 0;
    if (payload.size() < 126) {
        out += static_cast<char>(bit | payload.size());
    } else if (payload.size() <= 0xFFFF) {
        out += static_cast<char>(bit | 126U);
        out += static_cast<char>(payload.size() >> 8U);
        out += static_cast<char>(payload.size() & 0xFFU);
    } else {
        out += static_cast<char>(bit | 127U);
        for (int shift = 56; shift >= 0; shift -= 8)
            out += static_cast<char>(payload.size() >> static_cast<unsigned>(shift));
    }
    const std::string mask = "\x37\xFA\x21\x3D";
    if (masked) out += mask;
    for (std::size_t at = 0; at < payload.size(); ++at)
        out += masked ? static_cast<char>(payload[at] ^ mask[at % 4]) : payload[at];
    return out;
}

std::vector<SocketInput> decode(std::string_view bytes) {
    SocketDecoder decoder(limits);
    decoder.feed(bytes);
    std::vector<SocketInput> inputs;
    while (auto input = decoder.next()) inputs.push_back(*std::move(input));
    return inputs;
}

CloseCode violation_of(const std::string& bytes) {
    const auto inputs = decode(bytes);
    return !inputs.empty() && inputs.back().kind == Kind::violation ? inputs.back().code : CloseCode::normal;
}

TEST(SocketDecoderTest, UnmasksTheExampleOfTheRfc) {
    const auto inputs = decode("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    ASSERT_EQ(inputs.size(), 1U);
    EXPECT_EQ(inputs[0].kind, Kind::text);
    EXPECT_EQ(inputs[0].payload, "Hello");
}

TEST(SocketDecoderTest, GivesTheSameResultCutAtAnyByte) {
    const std::string bytes =
        client_frame(0x81, std::string(300, 'a')) + client_frame(0x89, "p") + client_frame(0x81, "");
    for (std::size_t step = 1; step < 20; ++step) {
        SocketDecoder decoder(limits);
        std::vector<SocketInput> inputs;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            decoder.feed(std::string_view(bytes).substr(at, step));
            while (auto input = decoder.next()) inputs.push_back(*std::move(input));
        }
        ASSERT_EQ(inputs.size(), 3U) << step;
        EXPECT_EQ(inputs[0].payload, std::string(300, 'a'));
        EXPECT_EQ(inputs[1].kind, Kind::ping);
        EXPECT_EQ(inputs[2].payload, "");
    }
}

TEST(SocketDecoderTest, JoinsFragmentsWithControlFramesBetween) {
    const auto inputs =
        decode(client_frame(0x01, "Hel") + client_frame(0x89, "x") + client_frame(0x00, "l") + client_frame(0x80, "o"));
    ASSERT_EQ(inputs.size(), 2U);
    EXPECT_EQ(inputs[0].kind, Kind::ping);
    EXPECT_EQ(inputs[1].payload, "Hello");
}

TEST(SocketDecoderTest, AcceptsACharacterSplitBetweenFragments) {
    const auto inputs = decode(client_frame(0x01, "\xE2\x82") + client_frame(0x80, "\xAC"));
    ASSERT_EQ(inputs.size(), 1U);
    EXPECT_EQ(inputs[0].payload, "\xE2\x82\xAC");
}

TEST(SocketDecoderTest, AcceptsMessagesAndFramesAtTheLimit) {
    const std::string piece(32 * 1024, 'x');
    const std::string bytes = client_frame(0x01, piece) + client_frame(0x00, piece) + client_frame(0x00, piece);
    const auto whole = decode(bytes + client_frame(0x80, piece));
    ASSERT_EQ(whole.size(), 1U);
    EXPECT_EQ(whole[0].payload.size(), 128U * 1024);
    EXPECT_EQ(violation_of(bytes + client_frame(0x00, piece) + client_frame(0x80, "x")), CloseCode::too_big);
}

// Copied for each of its frames it took seconds.
TEST(SocketDecoderTest, ReadsFramesOfOneByteInLinearTime) {
    const auto take = [](std::size_t size) {
        SocketDecoder decoder({.frame = 1, .message = size});
        std::string frames = client_frame(0x01, "x");
        const std::string more = client_frame(0x00, "x");
        for (std::size_t sent = 1; sent < size; ++sent) {
            frames += sent + 1 < size ? more : client_frame(0x80, "x");
            if (frames.size() < 64 * 1024 && sent + 1 < size) continue;
            decoder.feed(std::exchange(frames, {}));
            const auto message = decoder.next();
            EXPECT_EQ(message ? message->payload.size() : 0, sent + 1 == size ? size : 0);
        }
    };
    EXPECT_LT(growth(take, 32 * 1024, 16), 64);  // between 16, linear, and 256, quadratic
}

TEST(SocketDecoderTest, RefusesAFrameAboveTheLimitByItsHeader) {
    EXPECT_EQ(violation_of(client_frame(0x81, std::string(32 * 1024 + 1, 'x')).substr(0, 4)), CloseCode::too_big);
    EXPECT_EQ(violation_of("\x81\xFF" + std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8)), CloseCode::too_big);
}

TEST(SocketDecoderTest, RefusesInvalidUtf8) {
    EXPECT_EQ(violation_of(client_frame(0x81, "\xC0\x80")), CloseCode::bad_utf8);
    EXPECT_EQ(violation_of(client_frame(0x81, "\xED\xA0\x80")), CloseCode::bad_utf8);
}

TEST(SocketDecoderTest, RefusesBinaryMessages) {
    EXPECT_EQ(violation_of(client_frame(0x82, "x")), CloseCode::unsupported_data);
}

TEST(SocketDecoderTest, RefusesProtocolViolations) {
    EXPECT_EQ(violation_of(client_frame(0x81, "x", false)), CloseCode::protocol_error);  // unmasked
    EXPECT_EQ(violation_of(client_frame(0xC1, "x")), CloseCode::protocol_error);         // reserved bit
    EXPECT_EQ(violation_of(client_frame(0x83, "x")), CloseCode::protocol_error);         // unknown opcode
    EXPECT_EQ(violation_of(client_frame(0x80, "x")), CloseCode::protocol_error);         // nothing to continue
    EXPECT_EQ(violation_of(client_frame(0x01, "a") + client_frame(0x81, "b")), CloseCode::protocol_error);
    EXPECT_EQ(violation_of(client_frame(0x09, "x")), CloseCode::protocol_error);  // fragmented ping
    EXPECT_EQ(violation_of(client_frame(0x89, std::string(126, 'x'))), CloseCode::protocol_error);
    EXPECT_EQ(violation_of(client_frame(0x88, "x")), CloseCode::protocol_error);         // half a close code
    EXPECT_EQ(violation_of(client_frame(0x88, "\x03\xED")), CloseCode::protocol_error);  // 1005 on the wire
    EXPECT_EQ(violation_of(client_frame(0x88, "\x03\xE8\xFF")), CloseCode::bad_utf8);
}

TEST(SocketDecoderTest, IgnoresBytesAfterAClose) {
    const auto inputs = decode(client_frame(0x88,
                                            "\x03\xE9"
                                            "bye") +
                               client_frame(0x81, "late"));
    ASSERT_EQ(inputs.size(), 1U);
    EXPECT_EQ(inputs[0].kind, Kind::close);
    EXPECT_EQ(inputs[0].code, CloseCode::going_away);
    EXPECT_EQ(inputs[0].payload, "bye");
    EXPECT_EQ(decode(client_frame(0x88, ""))[0].code, CloseCode::none_given);
}

TEST(SocketFrameTest, WritesEveryFormOfLength) {
    std::string out;
    append_text_frames(out, "Hello", 32 * 1024);
    EXPECT_EQ(out, "\x81\x05Hello");
    out.clear();
    append_text_header(out, 256);
    EXPECT_EQ(out, std::string("\x81\x7E\x01\x00", 4));
    out.clear();
    append_text_header(out, 65'536);
    EXPECT_EQ(out, std::string("\x81\x7F\0\0\0\0\0\x01\0\0", 10));
}

TEST(SocketFrameTest, SplitsAMessageIntoFramesOfTheLimit) {
    std::string out;
    append_text_frames(out, "abcde", 2);
    EXPECT_EQ(out, std::string("\x01\x02"
                               "ab"
                               "\x00\x02"
                               "cd"
                               "\x80\x01"
                               "e",
                               11));
}

TEST(SocketFrameTest, WritesCloseAndPong) {
    std::string out;
    append_close(out, CloseCode::going_away, "Going away");
    append_close(out, CloseCode::none_given, "");
    append_pong(out, "p");
    EXPECT_EQ(out, std::string("\x88\x0C\x03\xE9Going away\x88\x00\x8A\x01p", 19));
}

TEST(HandshakeTest, AnswersTheExampleOfTheRfc) {
    EXPECT_EQ(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

Request upgrade() {
    return {.method = "GET",
            .target = "/ws",
            .path = "/ws",
            .query = {},
            .version = 11,
            .headers = {{"Host", "h"},
                        {"Connection", "keep-alive, Upgrade"},
                        {"Upgrade", "WebSocket"},
                        {"Sec-WebSocket-Version", "13"},
                        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}},
            .body = {}};
}

TEST(HandshakeTest, AcceptsAValidHandshake) {
    EXPECT_EQ(read_handshake(upgrade()).refusal, 0);
    EXPECT_EQ(read_handshake(upgrade()).accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(HandshakeTest, RefusesInvalidHandshakes) {
    Request plain = upgrade();
    plain.headers.erase(plain.headers.begin() + 2);
    EXPECT_EQ(read_handshake(plain).refusal, 426);
    Request old = upgrade();
    old.headers[3].value = "8";
    EXPECT_EQ(read_handshake(old).refusal, 426);
    Request short_key = upgrade();
    short_key.headers[4].value = "c2hvcnQ=";
    EXPECT_EQ(read_handshake(short_key).refusal, 400);
    for (const std::size_t field : {3U, 4U}) {
        Request twice = upgrade();
        twice.headers.push_back(twice.headers[field]);
        EXPECT_EQ(read_handshake(twice).refusal, 400);
    }
    Request post = upgrade();
    post.method = "POST";
    EXPECT_EQ(read_handshake(post).refusal, 400);
}

}  // namespace
}  // namespace vitrine::host::gateway
