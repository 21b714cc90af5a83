// A run's only source of chance: the same seed throws the same numbers on every machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

namespace shop::simulation {

using Duration = std::chrono::microseconds;  // of virtual time

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 0x632be59bd9b4e019U) {}

    // SplitMix64 (Steele, Lea and Flood, 2014).
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    // From 0 to count - 1.
    std::int64_t below(std::int64_t count) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(count));
    }
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    Duration between(Duration least, Duration most) { return Duration{between(least.count(), most.count())}; }
    bool chance(double probability) { return uniform() < probability; }
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    void fill(std::span<std::uint8_t> out) {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(next());
    }
    template <typename Range>
    auto& one_of(Range& range) {
        return range[static_cast<std::size_t>(below(static_cast<std::int64_t>(range.size())))];
    }

private:
    std::uint64_t state_;
};

}  // namespace shop::simulation
