// The benchmarks' client: plain sockets and epoll, so that it costs little beside what it measures.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace load {

using Time = std::chrono::steady_clock::time_point;
inline Time now() {
    return std::chrono::steady_clock::now();
}

struct Target {
    std::string host;  // numeric IPv4
    std::uint16_t port;
};

// http://127.0.0.1:PORT/path → target and path; exits with a message on anything else.
struct Url {
    Target target;
    std::string path;
};
[[nodiscard]] Url parse(std::string_view text);

// A connected, non-blocking TCP socket with no delay, from an IPv4 address of one's own where one is named. Exits where
// it cannot connect.
[[nodiscard]] int connect_to(const Target& target, const std::string& from = {});

// Finds whole HTTP/1.1 answers with a Content-Length in a stream of bytes.
class Answers {
public:
    // Appends and calls `done(status, body)` for each answer that is now whole. False on rubbish.
    bool feed(std::string_view bytes, const std::function<void(int, std::string_view)>& done);

private:
    std::string held_;
};

// Latencies in microseconds: what a table of benchmarks needs of them.
struct Latencies {
    std::vector<std::uint32_t> micros;
    [[nodiscard]] double percentile_ms(double share);
};

}  // namespace load
