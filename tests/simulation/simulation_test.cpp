#include "tests/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <string>

namespace shop::simulation {
namespace {

std::string trace_of(std::uint64_t seed, Stacks& stacks) {
    std::string lines;
    (void)simulate({seed, 500, [&](std::string_view line) { lines.append(line).push_back('\n'); }}, stacks);
    return lines;
}

TEST(Simulation, ReplaysASeedStepByStep) {
    Stacks stacks(stack_size);
    const std::string first = trace_of(7, stacks);
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(first, trace_of(7, stacks));
    const Verdict printed = simulate({7, 500, [](std::string_view) {}}, stacks);
    EXPECT_EQ(simulate({7, 500, {}}, stacks).trace, printed.trace);
}

TEST(Simulation, RunsAnotherSeedAnotherWay) {
    Stacks stacks(stack_size);
    EXPECT_NE(simulate({1, 500, {}}, stacks).trace, simulate({2, 500, {}}, stacks).trace);
}

TEST(Simulation, FindsEveryInvariantHeldUnderTheSanitizers) {
    Stacks stacks(stack_size);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Verdict verdict = simulate({seed, 1000, {}}, stacks);
        EXPECT_EQ(verdict.complaint.value_or(""), "") << "seed " << seed << " at step " << verdict.step;
    }
}

}  // namespace
}  // namespace shop::simulation
