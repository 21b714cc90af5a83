// The live load: N WebSockets that follow the catalogue while stock changes at a rate.
#pragma once

#include <string>
#include <vector>

#include "bench/load/http.hpp"

namespace load {

struct SocketLoad {
    Target target;
    int sockets = 1000;
    double rate = 5;   // changes a second
    int changes = 50;  // in all; the first five warm up
    std::vector<std::string> products;
};

struct SocketResult {
    Latencies to_last;  // from sending a change to its frame on the last of all sockets
    Latencies to_first;
    std::size_t frames = 0;
    std::size_t missing = 0;       // changes that did not reach every socket within ten seconds
    double frames_per_second = 0;  // while a change was on its way to the sockets
};

[[nodiscard]] SocketResult run(const SocketLoad& load);

}  // namespace load
