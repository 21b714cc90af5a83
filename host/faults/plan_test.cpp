#include "host/faults/plan.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

namespace vitrine::host {
namespace {

class FaultsFile : public ::testing::Test {
protected:
    FaultsFile() : path_(::testing::TempDir() + "faults-" + std::to_string(::getpid()) + ".yaml") {
        app_.tables["things"].name = "things";
        app_.functions["worker"].name = "worker";
    }
    ~FaultsFile() override { std::filesystem::remove(path_); }

    std::expected<FaultPlan, std::vector<AppError>> load(const std::string& text) {
        std::ofstream(path_) << text;
        return load_faults(path_, app_);
    }
    void expect_mistake(const std::string& text, int line, int column, const std::string& what) {
        const auto plan = load(text);
        ASSERT_FALSE(plan) << text;
        EXPECT_EQ(plan.error().front().line, line) << plan.error().front().what;
        EXPECT_EQ(plan.error().front().column, column) << plan.error().front().what;
        EXPECT_NE(plan.error().front().what.find(what), std::string::npos) << plan.error().front().what;
    }

    std::string path_;
    App app_;
};

TEST_F(FaultsFile, ReadsRulesInOrder) {
    const auto plan = load(R"(seed: 7
tables:
  - {fault: conflict, rate: 20 %, tables: [things], operations: [PutItem, TransactWriteItems], functions: [worker]}
  - {fault: latency, rate: 0.5 %, delay: 5 to 50 ms}
functions:
  - {fault: kill, when: during, delay: 20 ms}
disk:
  - {fault: full, room: 4096}
)");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->seed, 7U);
    ASSERT_EQ(plan->rules.size(), 4U);
    EXPECT_EQ(plan->rules[0].kind, FaultKind::conflict);
    EXPECT_DOUBLE_EQ(plan->rules[0].rate, 0.2);
    EXPECT_EQ(plan->rules[0].tables, std::vector<std::string>{"things"});
    EXPECT_EQ(plan->rules[0].operations.size(), 2U);
    EXPECT_EQ(plan->rules[0].functions, std::vector<std::string>{"worker"});
    EXPECT_DOUBLE_EQ(plan->rules[1].rate, 0.005);
    EXPECT_EQ(plan->rules[1].delay.max, std::chrono::milliseconds{50});
    EXPECT_EQ(plan->rules[2].part, Part::functions);
    EXPECT_EQ(plan->rules[2].when, When::during);
    EXPECT_DOUBLE_EQ(plan->rules[2].rate, 1);
    EXPECT_EQ(plan->rules[3].room, 4096U);
}

TEST_F(FaultsFile, ReportsThePositionOfEveryError) {
    expect_mistake("tables: [{fault: conflikt}]\n", 1, 18, "not one of conflict");
    expect_mistake("tabels: []\n", 1, 1, "did you mean 'tables'?");
    expect_mistake("tables:\n  - {fault: error, tables: [thing]}\n", 2, 29, "did you mean 'things'?");
    expect_mistake("tables:\n  - {fault: error, rate: 0.2}\n", 2, 26, "put it in quotes");
    expect_mistake("tables:\n  - {fault: error, rate: 120 %}\n", 2, 26, "not a share of calls");
    expect_mistake("tables:\n  - {fault: error, rate: 0 %}\n", 2, 26, "not a share of calls");
    expect_mistake("tables:\n  - {fault: latency}\n", 2, 5, "no 'delay'");
    expect_mistake("tables:\n  - {fault: latency, delay: 50 to 5 ms}\n", 2, 29, "not a span");
    expect_mistake("tables:\n  - {fault: conflict, operations: [Query]}\n", 2, 35, "Query cannot end with 'conflict'");
    expect_mistake("tables:\n  - {fault: drop, when: after}\n", 2, 19, "unknown key 'when'");
    expect_mistake("functions:\n  - {fault: conflict}\n", 2, 13, "not one of kill, latency");
    expect_mistake("functions:\n  - kill\n", 2, 5, "must be a map with a 'fault'");
    expect_mistake("functions:\n  - {fault: kill, functions: []}\n", 2, 30, "leave it out for all");
    expect_mistake("tables: {\n", 2, 1, "not YAML");
}

TEST_F(FaultsFile, ReportsAMissingFile) {
    const auto plan = load_faults(path_ + ".absent", app_);
    ASSERT_FALSE(plan);
    EXPECT_NE(to_string(plan.error().front()).find("cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::host
