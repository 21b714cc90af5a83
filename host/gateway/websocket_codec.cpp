#include "host/gateway/websocket_codec.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "lib/encoding.hpp"

namespace vitrine::host::gateway {
namespace {

constexpr std::uint8_t continuation = 0x0;
constexpr std::uint8_t text = 0x1;
constexpr std::uint8_t binary = 0x2;
constexpr std::uint8_t close = 0x8;
constexpr std::uint8_t ping = 0x9;
constexpr std::uint8_t pong = 0xA;
constexpr std::uint8_t last = 0x80;      // FIN
constexpr std::uint8_t reserved = 0x70;  // RSV1-3: extensions, of which there are none
constexpr std::uint8_t masked = 0x80;
constexpr std::size_t mask_size = 4;
constexpr std::size_t max_control_payload = 125;

std::uint8_t byte_at(std::string_view data, std::size_t at) {
    return static_cast<std::uint8_t>(data[at]);
}

bool is_control(std::uint8_t opcode) {
    return (opcode & 0x8U) != 0;
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8U | static_cast<std::uint8_t>(byte);
    return value;
}

void append_header(std::string& out, std::uint8_t opcode, bool final, std::size_t length) {
    const auto put = [&out](std::uint64_t value, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            out += static_cast<char>(static_cast<std::uint8_t>(value >> static_cast<unsigned>(shift)));
    };
    put((final ? last : 0U) | opcode, 1);
    if (length <= max_control_payload) return put(length, 1);
    const bool small = length <= 0xFFFF;
    put(small ? 126 : 127, 1);
    put(length, small ? 2 : 8);
}

// Codes that may stand in a close frame (RFC 6455 section 7.4, with 3000-4999 for others' use).
bool may_be_sent(std::uint64_t code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

}  // namespace

std::string accept_key(std::string_view key) {
    std::string joined(key);
    joined += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(joined.data(), joined.size(), digest.data(), &size, EVP_sha1(), nullptr);
    return base64(Bytes(digest).first(size));
}

Handshake read_handshake(const Request& request) {
    if (!request.header_lists("upgrade", "websocket") || !request.header_lists("connection", "upgrade"))
        return {426, {}};
    if (request.method != "GET" || request.version < 11) return {400, {}};
    // Neither may come twice (RFC 6455 sections 11.3.1 and 11.3.5).
    if (request.count("sec-websocket-version") > 1 || request.count("sec-websocket-key") > 1) return {400, {}};
    if (request.header("sec-websocket-version") != "13") return {426, {}};
    const std::string_view key = request.header("sec-websocket-key").value_or("");
    const auto nonce = from_base64(key);
    if (!nonce || nonce->size() != 16) return {400, {}};
    return {0, accept_key(key)};
}

void SocketDecoder::feed(std::string_view data) {
    if (ended_) return;
    buffer_.erase(0, used_);
    used_ = 0;
    buffer_ += data;
}

std::optional<SocketInput> SocketDecoder::violation(CloseCode code) {
    ended_ = true;
    return SocketInput{SocketInput::Kind::violation, {}, code};
}

std::optional<CloseCode> SocketDecoder::check(const Frame& frame) const {
    const bool known = frame.opcode <= binary || (frame.opcode >= close && frame.opcode <= pong);
    if (!known) return CloseCode::protocol_error;
    if (is_control(frame.opcode)) {
        if (!frame.final || frame.length > max_control_payload) return CloseCode::protocol_error;
        return std::nullopt;
    }
    if ((frame.opcode == continuation) != in_message_) return CloseCode::protocol_error;
    if (frame.opcode == binary) return CloseCode::unsupported_data;
    if (frame.length > limits_.frame || message_.size() + frame.length > limits_.message) return CloseCode::too_big;
    return std::nullopt;
}

std::optional<CloseCode> SocketDecoder::read_header(Frame& frame) const {
    const std::string_view bytes = rest();
    if (bytes.size() < 2) return std::nullopt;
    if ((byte_at(bytes, 0) & reserved) != 0 || (byte_at(bytes, 1) & masked) == 0) return CloseCode::protocol_error;
    frame.opcode = byte_at(bytes, 0) & 0xFU;
    frame.final = (byte_at(bytes, 0) & last) != 0;
    const std::size_t code = byte_at(bytes, 1) & 0x7FU;
    const std::size_t extended = code == 126 ? 2 : code == 127 ? 8 : 0;
    if (bytes.size() < 2 + extended) return std::nullopt;
    frame.length = extended == 0 ? code : big_endian(bytes.substr(2, extended));
    // Judged by its length alone, before any of it is kept.
    if (const auto wrong = check(frame)) return wrong;
    frame.header = 2 + extended + mask_size;
    return std::nullopt;
}

std::string SocketDecoder::take_payload(const Frame& frame) {
    const std::string_view bytes = rest();
    const std::string_view mask = bytes.substr(frame.header - mask_size, mask_size);
    std::string payload(bytes.substr(frame.header, frame.length));
    for (std::size_t at = 0; at < payload.size(); ++at)
        payload[at] = static_cast<char>(byte_at(payload, at) ^ byte_at(mask, at % mask_size));
    used_ += frame.header + frame.length;
    return payload;
}

std::optional<SocketInput> SocketDecoder::control(const Frame& frame, std::string payload) {
    if (frame.opcode == ping) return SocketInput{SocketInput::Kind::ping, std::move(payload)};
    if (frame.opcode == pong) return SocketInput{SocketInput::Kind::pong, std::move(payload)};
    if (payload.empty()) {
        ended_ = true;
        return SocketInput{SocketInput::Kind::close, {}, CloseCode::none_given};
    }
    const std::uint64_t code = payload.size() < 2 ? 0 : big_endian(std::string_view(payload).substr(0, 2));
    if (!may_be_sent(code)) return violation(CloseCode::protocol_error);
    payload.erase(0, 2);
    if (!is_utf8(payload)) return violation(CloseCode::bad_utf8);
    ended_ = true;
    return SocketInput{SocketInput::Kind::close, std::move(payload), static_cast<CloseCode>(code)};
}

std::optional<SocketInput> SocketDecoder::data(const Frame& frame, std::string payload) {
    in_message_ = !frame.final;
    if (message_.empty())
        message_ = std::move(payload);
    else
        message_ += payload;  // in place: a message may come in as many frames as it has bytes
    if (!frame.final) return std::nullopt;
    if (!is_utf8(message_)) return violation(CloseCode::bad_utf8);
    return SocketInput{SocketInput::Kind::text, std::exchange(message_, {})};
}

std::optional<SocketInput> SocketDecoder::next() {
    while (!ended_) {
        Frame frame;
        if (const auto wrong = read_header(frame)) return violation(*wrong);
        if (frame.header == 0 || rest().size() < frame.header + frame.length) return std::nullopt;
        std::string payload = take_payload(frame);
        if (is_control(frame.opcode)) return control(frame, std::move(payload));
        if (auto message = data(frame, std::move(payload))) return message;
    }
    return std::nullopt;
}

void append_text_header(std::string& out, std::size_t length) {
    append_header(out, text, true, length);
}

void append_text_frames(std::string& out, std::string_view message, std::size_t frame) {
    std::uint8_t opcode = text;
    do {
        const std::string_view piece = message.substr(0, frame);
        message.remove_prefix(piece.size());
        append_header(out, opcode, message.empty(), piece.size());
        out += piece;
        opcode = continuation;
    } while (!message.empty());
}

void append_pong(std::string& out, std::string_view payload) {
    append_header(out, pong, true, payload.size());
    out += payload;
}

void append_close(std::string& out, CloseCode code, std::string_view reason) {
    if (code == CloseCode::none_given) return append_header(out, close, true, 0);
    reason = reason.substr(0, max_control_payload - 2);
    append_header(out, close, true, reason.size() + 2);
    out += static_cast<char>(static_cast<std::uint16_t>(code) >> 8U);
    out += static_cast<char>(static_cast<std::uint16_t>(code) & 0xFFU);
    out += reason;
}

}  // namespace vitrine::host::gateway
