// An honest shopper's chance while many addresses hold whatever they can get and never pay: the shop's own rules in
// virtual time, with nothing going wrong.
#pragma once

#include <chrono>
#include <cstdint>

#include "services/orders/unpaid.hpp"

namespace shop::simulation {

struct Flood {
    int addresses = 200;       // each tries once a second for as much as it may hold
    std::int64_t stock = 100;  // of the one product; what is sold is restocked
    UnpaidLimits limits{};
    std::chrono::minutes lasting{120};
    std::uint64_t seed = 1;
};

// Honest shoppers come every ten seconds, each from an address of their own and for one unit. Who is refused tries
// again every half minute, for ten minutes at most; who is not, pays a minute later.
struct FloodResult {
    int shoppers = 0;
    int at_once = 0;     // got theirs at the first try
    int in_the_end = 0;  // or later
    double held = 0;     // unpaid, the share of the stock on average
};

[[nodiscard]] FloodResult simulate(const Flood& flood);

}  // namespace shop::simulation
