// Request loads: closed loop (N connections, each sends when it has its answer) and open loop (requests leave at a
// rate, however late the answers are; a latency counts from when the request was due).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/load/http.hpp"

namespace load {

struct RequestLoad {
    Target target;
    std::vector<std::string> requests;  // whole HTTP requests, taken in turn
    bool once = false;                  // each request is sent once; the load ends when they are used up
    int connections = 64;
    std::optional<double> rate;  // requests a second: open loop
    std::chrono::milliseconds warmup{1'000};
    std::chrono::milliseconds lasting{3'000};
    int expected_status = 200;
};

struct RequestResult {
    std::size_t answered = 0;  // with the expected status, within the measured time
    std::size_t other = 0;
    double seconds = 0;
    Latencies latencies;
};

[[nodiscard]] RequestResult run(const RequestLoad& load);

}  // namespace load
