// What a well-behaved client may send: each kind of request that is served, and each kind of WebSocket frame. Tests
// send them again in pieces, and the fuzzer goes on from them.
#pragma once

#include <time.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::host::gateway {

// How much more of a processor something takes when it is `times` as much, whatever else the machine does meanwhile:
// what is linear stays near `times`, what is quadratic comes near its square.
template <typename Act>
double growth(Act act, std::size_t size, std::size_t times) {
    const auto used = [] {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    const auto fastest = [&](std::size_t amount) {
        double best = std::numeric_limits<double>::infinity();
        for (int run = 0; run < 3; ++run) {
            const double before = used();
            act(amount);
            best = std::min(best, used() - before);
        }
        return best;
    };
    return fastest(size * times) / fastest(size);
}

struct TestMessage {
    const char* name;
    std::string bytes;
};

inline std::string masked_frame(unsigned first, std::string_view payload) {
    std::string out{static_cast<char>(first)};
    if (payload.size() < 126) {
        out += static_cast<char>(0x80U | payload.size());
    } else {
        out += "\xFE";
        out += static_cast<char>(payload.size() >> 8U);
        out += static_cast<char>(payload.size() & 0xFFU);
    }
    constexpr std::string_view mask = "\x37\xFA\x21\x3D";
    out += mask;
    for (std::size_t at = 0; at < payload.size(); ++at) out += static_cast<char>(payload[at] ^ mask[at % mask.size()]);
    return out;
}

inline std::string opening_handshake() {
    return "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

inline std::vector<TestMessage> test_requests() {
    const std::string get = "GET /api/7?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string post = "POST /api/7 HTTP/1.1\r\nHost: localhost\r\n";
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    return {
        {"Get", get},
        {"Head", "HEAD /api/7 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"Nowhere", "DELETE /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"Http10", "GET /api/7 HTTP/1.0\r\nHost: localhost\r\n\r\n"},
        {"Close", "GET /api/7 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"},
        {"Cookies",
         "GET /api/7 HTTP/1.1\r\nHost: localhost\r\nCookie: a=1; b=2\r\nX-Empty:\r\nX-A: 1\r\nx-a: 2\r\n\r\n"},
        {"SizedBody", post + "Content-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"a\":11}"},
        {"EmptyBody", post + "Content-Length: 0\r\n\r\n"},
        {"OneChunk", chunked + "8\r\n{\"a\":11}\r\n0\r\n\r\n"},
        {"Chunks", chunked + "5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n"},
        {"ChunkExtension", chunked + "2;name=value;other=\"quoted\"\r\nab\r\n0;last\r\n\r\n"},
        {"Trailers", chunked + "A\r\n0123456789\r\n00\r\nX-Trailer: 1\r\nX-Other: 2\r\n\r\n"},
        {"NoChunk", chunked + "0\r\n\r\n"},
        {"Expect", post + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\nab"},
        {"Pipelined", get + chunked + "1\r\na\r\n0\r\n\r\n" + get},
    };
}

// What follows the opening handshake.
inline std::vector<TestMessage> test_frames() {
    const std::string close = masked_frame(0x88,
                                           "\x03\xE8"
                                           "bye");
    return {
        {"Text", masked_frame(0x81, "{\"action\":\"hello\"}")},
        {"EmptyText", masked_frame(0x81, "")},
        {"LongText", masked_frame(0x81, std::string(200, 'x'))},
        {"Fragments", masked_frame(0x01, "\xE2\x82") + masked_frame(0x89, "?") + masked_frame(0x80, "\xAC")},
        {"PingAndPong", masked_frame(0x89, "are you there") + masked_frame(0x8A, "")},
        {"Texts", masked_frame(0x81, "1") + masked_frame(0x81, "2") + masked_frame(0x81, "3")},
        {"Close", close},
        {"EmptyClose", masked_frame(0x88, "")},
    };
}

}  // namespace vitrine::host::gateway
