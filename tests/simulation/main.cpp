// simulation [--seeds N] [--seed S] [--steps N] [--from S]: docs/testing.md says how a seed is replayed.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <ctime>
#include <vector>

#include "tests/simulation/flood.hpp"
#include "tests/simulation/simulation.hpp"

using namespace shop::simulation;

namespace {

void report(std::uint64_t seed, const Verdict& verdict) {
    fmt::print("seed {} broke at step {}: {}\n", seed, verdict.step, *verdict.complaint);
    fmt::print("replay: simulation --seed {}\n", seed);
}

int replay(std::uint64_t seed, std::uint64_t steps, Stacks& stacks) {
    const auto print = [](std::string_view line) { fmt::print("{}\n", line); };
    const Verdict verdict = simulate({seed, steps, print}, stacks);
    if (verdict.complaint) report(seed, verdict);
    fmt::print("seed {}: {} steps, trace {:016x}\n", seed, verdict.step, verdict.trace);
    return verdict.complaint ? 1 : 0;
}

int run_all(std::uint64_t from, std::uint64_t seeds, std::uint64_t steps, Stacks& stacks) {
    const std::clock_t begun = std::clock();  // of this process: others may use the machine
    std::uint64_t orders = 0, all_steps = 0, entries = 0;
    for (std::uint64_t seed = from; seed < from + seeds; ++seed) {
        const Verdict verdict = simulate({seed, steps, {}}, stacks);
        orders += verdict.orders, all_steps += verdict.step, entries += verdict.feed;
        if (!verdict.complaint) continue;
        report(seed, verdict);
        return 1;
    }
    const double took = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
    fmt::print("{} seeds hold: {} steps, {} orders, {} entries of the feed, {:.1f} s of one core, {:.0f} seeds/s\n",
               seeds, all_steps, orders, entries, took, static_cast<double>(seeds) / took);
    return 0;
}

// What docs/security.md tells of floods.
int tell_floods(const std::vector<int>& addresses) {
    for (const std::int64_t stock : {5, 20, 100}) {
        for (const int count : addresses) {
            const FloodResult result = simulate({.addresses = count, .stock = stock});
            fmt::print(
                "stock {}, {} addresses: {:.0f} % held unpaid; of {} shoppers {:.0f} % order at once, {:.0f} % in "
                "ten minutes\n",
                stock, count, 100 * result.held, result.shoppers, 100.0 * result.at_once / result.shoppers,
                100.0 * result.in_the_end / result.shoppers);
        }
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("The shop's own code under seeded misfortune. Exit code 1: a seed broke an invariant.");
    std::uint64_t seeds = 1000, steps = 1000, from = 1, seed = 0;
    app.add_option("--seeds", seeds, "how many seeds to run")->check(CLI::PositiveNumber);
    app.add_option("--from", from, "the first of them");
    app.add_option("--seed", seed, "replay this one and print its trace");
    app.add_option("--steps", steps, "of each run, before it comes to rest");
    std::vector<int> flood;
    app.add_option("--flood", flood, "an honest shopper's chance while so many addresses hold what they can");
    CLI11_PARSE(app, argc, argv);
    if (!flood.empty()) return tell_floods(flood);
    Stacks stacks(stack_size);
    return seed ? replay(seed, steps, stacks) : run_all(from, seeds, steps, stacks);
}
