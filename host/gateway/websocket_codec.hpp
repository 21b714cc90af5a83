// The WebSocket protocol (RFC 6455) as far as API Gateway speaks it: text messages, no extensions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/gateway/request.hpp"

namespace vitrine::host::gateway {

// Close codes (RFC 6455 section 7.4.1).
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    unsupported_data = 1003,
    none_given = 1005,  // never on the wire
    abnormal = 1006,    // never on the wire
    bad_utf8 = 1007,
    policy = 1008,
    too_big = 1009,
    internal_error = 1011,
};

// Is this request an opening handshake (section 4.2.1)? The Sec-WebSocket-Accept that answers it, or the status to
// refuse with: 400, or 426 for another version or no upgrade at all.
struct Handshake {
    int refusal = 0;
    std::string accept;
};
// `refusal` is 0 where it is one.
[[nodiscard]] Handshake read_handshake(const Request& request);
// Sec-WebSocket-Accept for this Sec-WebSocket-Key.
[[nodiscard]] std::string accept_key(std::string_view key);

// What the other side sent.
struct SocketInput {
    enum class Kind { text, ping, pong, close, violation } kind;
    std::string payload;                     // the whole message; of a close: its reason
    CloseCode code = CloseCode::none_given;  // of a close, or what to close with after a violation
};

// Turns a client's bytes into messages and control frames. Binary messages are a violation (1003), as API Gateway
// rejects them; so are a frame or message over the limit (1009), text that is not UTF-8 (1007), and what the RFC
// forbids (1002). After a violation or a close nothing more comes out.
class SocketDecoder {
public:
    struct Limits {
        std::size_t frame;
        std::size_t message;
    };
    explicit SocketDecoder(Limits limits) : limits_(limits) {}

    void feed(std::string_view data);
    // What is complete, in order; nullopt: more bytes are needed.
    [[nodiscard]] std::optional<SocketInput> next();

private:
    struct Frame {
        std::uint8_t opcode = 0;
        bool final = false;
        std::size_t header = 0;  // bytes before the payload
        std::size_t length = 0;
    };
    [[nodiscard]] std::optional<SocketInput> violation(CloseCode code);
    // Reads the header at the front; nullopt in `frame.header == 0`: incomplete.
    [[nodiscard]] std::optional<CloseCode> read_header(Frame& frame) const;
    [[nodiscard]] std::optional<CloseCode> check(const Frame& frame) const;
    [[nodiscard]] std::string take_payload(const Frame& frame);
    [[nodiscard]] std::optional<SocketInput> control(const Frame& frame, std::string payload);
    [[nodiscard]] std::optional<SocketInput> data(const Frame& frame, std::string payload);
    [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(used_); }

    Limits limits_;
    std::string buffer_;
    std::size_t used_ = 0;
    std::string message_;
    bool in_message_ = false;
    bool ended_ = false;
};

// Server frames, unmasked. A message longer than `frame` bytes goes out in several.
void append_text_frames(std::string& out, std::string_view message, std::size_t frame);
// The header alone of a whole text message of that length in one frame.
void append_text_header(std::string& out, std::size_t length);
void append_pong(std::string& out, std::string_view payload);
// `code` none_given: an empty close.
void append_close(std::string& out, CloseCode code, std::string_view reason);

}  // namespace vitrine::host::gateway
