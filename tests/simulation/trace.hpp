// What happened, one line a port call: hashed always, printed where someone wants to read it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tests/simulation/dice.hpp"

namespace shop::simulation {

struct TraceLine {
    std::uint64_t step;
    Duration at;
    std::string_view actor;
    std::uint32_t number;
    std::string_view verb;
    std::string_view outcome;
};

class Trace {
public:
    using Print = std::function<void(std::string_view)>;
    explicit Trace(Print print) : print_(std::move(print)) {}

    void add(const TraceLine& line);
    // Two runs with the same lines have the same hash (FNV-1a).
    [[nodiscard]] std::uint64_t hash() const { return hash_; }

private:
    void mix(std::string_view text) {
        for (const char c : text) mix(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    }
    void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001b3U; }

    Print print_;
    std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace shop::simulation
