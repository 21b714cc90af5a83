#include "host/faults/faults.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitrine::host {
namespace {

FaultRule rule(FaultKind kind, double rate) {
    return {.part = Part::tables, .kind = kind, .rate = rate};
}

const FaultCall put{.function = "worker", .operation = "PutItem", .tables = {"things"}};

std::vector<bool> struck(Faults& faults, int calls, const FaultCall& call = put) {
    std::vector<bool> all;
    for (int i = 0; i < calls; ++i) all.push_back(faults.draw(Part::tables, call).fault.has_value());
    return all;
}

TEST(Faults, OccurAtTheConfiguredRate) {
    Faults faults({.seed = 1, .rules = {rule(FaultKind::error, 0.2)}}, Log::silent());
    const auto all = struck(faults, 10'000);
    const auto count = std::ranges::count(all, true);
    EXPECT_GT(count, 1'850);
    EXPECT_LT(count, 2'150);
    EXPECT_EQ(faults.counts(), std::to_string(count) + " tables/error");
}

TEST(Faults, AreReproducibleWithOneSeed) {
    const FaultPlan plan{.seed = 9, .rules = {rule(FaultKind::error, 0.3), rule(FaultKind::drop, 0.1)}};
    Faults one(plan, Log::silent());
    Faults two(plan, Log::silent());
    for (int i = 0; i < 50; ++i) static_cast<void>(two.draw(Part::functions, put));
    const auto first = struck(one, 500);
    EXPECT_EQ(first, struck(two, 500));
    one.replace(plan);
    EXPECT_EQ(first, struck(one, 500));
    Faults other({.seed = 10, .rules = plan.rules}, Log::silent());
    EXPECT_NE(first, struck(other, 500));
}

TEST(Faults, OccurOnlyInCallsThatMatchARule) {
    FaultRule narrow = rule(FaultKind::error, 1);
    narrow.tables = {"things"};
    narrow.functions = {"worker"};
    narrow.operations = {"PutItem"};
    Faults faults({.seed = 1, .rules = {narrow}}, Log::silent());
    EXPECT_TRUE(faults.draw(Part::tables, put).fault);
    EXPECT_TRUE(faults.draw(Part::tables, {"worker", "PutItem", {"others", "things"}}).fault);
    EXPECT_FALSE(faults.draw(Part::tables, {"worker", "PutItem", {"others"}}).fault);
    EXPECT_FALSE(faults.draw(Part::tables, {"other", "PutItem", {"things"}}).fault);
    EXPECT_FALSE(faults.draw(Part::tables, {"worker", "GetItem", {"things"}}).fault);
    EXPECT_FALSE(faults.draw(Part::functions, put).fault);
}

TEST(Faults, NeverOccurInOperationsThatCannotHaveThem) {
    Faults faults({.seed = 1, .rules = {rule(FaultKind::conflict, 1)}}, Log::silent());
    EXPECT_TRUE(faults.draw(Part::tables, put).fault);
    EXPECT_FALSE(faults.draw(Part::tables, {"worker", "Query", {"things"}}).fault);
}

TEST(Faults, AddUpDelaysAndApplyTheFirstMatchingRule) {
    FaultRule slow = rule(FaultKind::latency, 1);
    slow.delay = {std::chrono::milliseconds{3}, std::chrono::milliseconds{3}};
    Faults faults({.seed = 1, .rules = {slow, rule(FaultKind::drop, 1), slow, rule(FaultKind::error, 1)}},
                  Log::silent());
    const auto injection = faults.draw(Part::tables, put);
    EXPECT_EQ(injection.latency, std::chrono::milliseconds{6});
    ASSERT_TRUE(injection.fault);
    EXPECT_EQ(injection.fault->kind, FaultKind::drop);
    EXPECT_EQ(faults.counts(), "1 tables/drop, 2 tables/latency");
}

}  // namespace
}  // namespace vitrine::host
