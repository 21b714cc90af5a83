// What happened, one line a port call: hashed always, printed where someone wants to read it.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "lib/hash.hpp"
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
    void mix(std::string_view text) { hash_ = vitrine::fnv1a_64(text, hash_); }
    void mix(std::uint64_t value) {
        const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
        mix(std::string_view(bytes.data(), bytes.size()));
    }

    Print print_;
    std::uint64_t hash_ = vitrine::fnv1a_64_basis;
};

}  // namespace shop::simulation
