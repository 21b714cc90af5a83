#include "tests/simulation/flood.hpp"

#include <gtest/gtest.h>

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

TEST(AFlood, OfFourAddressesKeepsNobodyFromOrdering) {
    const FloodResult result = simulate({.addresses = 4, .lasting = 8min});
    EXPECT_EQ(result.shoppers, 48);
    EXPECT_EQ(result.at_once, result.shoppers);
    EXPECT_GT(result.held, 0.5) << "they hold what they may";
}

TEST(AFlood, OfOneAddressWouldTakeEverythingWithoutTheLimits) {
    const FloodResult result =
        simulate({.addresses = 1, .stock = 20, .limits = {.share = 100, .orders = 1'000'000}, .lasting = 8min});
    EXPECT_LT(result.at_once * 2, result.shoppers);
}

}  // namespace
}  // namespace shop::simulation
