#include "host/faults/faulty_dynamodb.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <boost/json/parse.hpp>

namespace vitrine::host {
namespace {

constexpr std::string_view transaction = R"({"TransactItems":[{"Put":{"TableName":"t-one","Item":{}}},
    {"Update":{"TableName":"t-two","Key":{}}},{"ConditionCheck":{"TableName":"t-one","Key":{}}}]})";

class FaultyTables : public ::testing::Test {
protected:
    struct Asked {
        std::optional<AwsAnswer> answer;
        bool let_go = false;  // `done` is gone
    };

    Asked ask(const FaultRule& rule, std::string_view operation, std::string_view body) {
        Faults faults({.seed = 3, .rules = {rule}}, Log::silent());
        const AwsService service = faulty_dynamodb(
            [this](const AwsRequest& request, const AwsDone& done) {
                served_.emplace_back(request.body);
                done({.status = 200, .body = "{}", .headers = {}});
            },
            network_, faults, "t-");
        Asked asked;
        auto alive = std::make_shared<int>();
        const std::weak_ptr<int> watched = alive;
        const std::string target = "DynamoDB_20120810." + std::string(operation);
        service({.principal = "worker", .method = "POST", .path = "/", .query = "", .target = target, .body = body},
                [&asked, alive = std::move(alive)](AwsAnswer answer) { asked.answer = std::move(answer); });
        network_.restart();
        network_.run();
        asked.let_go = watched.expired();
        return asked;
    }
    static std::string type_of(const AwsAnswer& answer) {
        return std::string(boost::json::parse(answer.body).at("__type").as_string());
    }

    boost::asio::io_context network_;
    std::vector<std::string> served_;
};

TEST_F(FaultyTables, AnswerAConflictWithoutWriting) {
    const auto asked = ask({.kind = FaultKind::conflict}, "PutItem", R"({"TableName":"t-one"})");
    ASSERT_TRUE(asked.answer);
    EXPECT_EQ(asked.answer->status, 400);
    EXPECT_EQ(type_of(*asked.answer), "com.amazonaws.dynamodb.v20120810#TransactionConflictException");
    EXPECT_TRUE(served_.empty());
}

TEST_F(FaultyTables, CancelATransactionWithOneConflict) {
    const auto asked = ask({.kind = FaultKind::conflict}, "TransactWriteItems", transaction);
    ASSERT_TRUE(asked.answer);
    EXPECT_EQ(type_of(*asked.answer), "com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
    const auto body = boost::json::parse(asked.answer->body);
    const auto& reasons = body.at("CancellationReasons").as_array();
    ASSERT_EQ(reasons.size(), 3U);
    EXPECT_EQ(
        std::ranges::count_if(reasons, [](const auto& reason) { return reason.at("Code") == "TransactionConflict"; }),
        1);
    EXPECT_EQ(std::ranges::count_if(reasons, [](const auto& reason) { return reason.at("Code") == "None"; }), 2);
    EXPECT_TRUE(served_.empty());
}

TEST_F(FaultyTables, AnswerThrottlingAndInternalErrors) {
    const auto throttled = ask({.kind = FaultKind::throttle}, "GetItem", R"({"TableName":"t-one"})");
    ASSERT_TRUE(throttled.answer);
    EXPECT_EQ(throttled.answer->status, 400);
    EXPECT_TRUE(type_of(*throttled.answer).ends_with("#ProvisionedThroughputExceededException") ||
                type_of(*throttled.answer).ends_with("#ThrottlingException"));
    const auto broken = ask({.kind = FaultKind::error}, "GetItem", R"({"TableName":"t-one"})");
    ASSERT_TRUE(broken.answer);
    EXPECT_EQ(broken.answer->status, 500);
    EXPECT_EQ(type_of(*broken.answer), "com.amazonaws.dynamodb.v20120810#InternalServerError");
    EXPECT_TRUE(served_.empty());
}

TEST_F(FaultyTables, MayAnswerACompletedWriteWithAnError) {
    const auto broken = ask({.kind = FaultKind::error, .when = When::after}, "PutItem", R"({"TableName":"t-one"})");
    ASSERT_TRUE(broken.answer);
    EXPECT_EQ(broken.answer->status, 500);
    EXPECT_EQ(served_.size(), 1U);
}

TEST_F(FaultyTables, WriteAndDropTheAnswer) {
    const auto dropped = ask({.kind = FaultKind::drop}, "PutItem", R"({"TableName":"t-one"})");
    EXPECT_FALSE(dropped.answer);
    EXPECT_TRUE(dropped.let_go);
    EXPECT_EQ(served_.size(), 1U);
}

TEST_F(FaultyTables, KeepADelayedRequestIntact) {
    const Delay delay{std::chrono::milliseconds{2}, std::chrono::milliseconds{2}};
    const auto late = ask({.kind = FaultKind::latency, .delay = delay}, "PutItem", R"({"TableName":"t-one"})");
    ASSERT_TRUE(late.answer);
    EXPECT_EQ(late.answer->status, 200);
    EXPECT_EQ(served_, std::vector<std::string>{R"({"TableName":"t-one"})"});
}

TEST_F(FaultyTables, FailOnlyForTablesOfTheRule) {
    const FaultRule rule{.kind = FaultKind::error, .tables = {"two"}};
    EXPECT_EQ(ask(rule, "TransactWriteItems", transaction).answer->status, 500);
    EXPECT_EQ(ask(rule, "PutItem", R"({"TableName":"t-one"})").answer->status, 200);
    EXPECT_EQ(ask(rule, "BatchGetItem", R"({"RequestItems":{"t-two":{}}})").answer->status, 500);
    EXPECT_EQ(ask(rule, "PutItem", "no JSON").answer->status, 200);
}

}  // namespace
}  // namespace vitrine::host
