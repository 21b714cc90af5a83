#include <future>

#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

class Transactions : public TablesTest {
protected:
    // Takes one of `stock` from a thing that has some, and puts a receipt.
    static std::string sale(std::string_view receipt, std::string_view token) {
        return R"({"ClientRequestToken":")" + std::string(token) + R"(","TransactItems":[
            {"Put":{"TableName":"test-plain","Item":{"id":{"S":")" +
               std::string(receipt) +
               R"("}},"ConditionExpression":"attribute_not_exists(id) "}},
            {"Update":{"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET stock = stock - :one",
             "ConditionExpression":"stock >= :one","ExpressionAttributeValues":{":one":{"N":"1"}},
             "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]})";
    }
    std::string receipts() { return done("Scan", R"({"TableName":"test-plain","Select":"COUNT"})").at("Count"); }
};

TEST_F(Transactions, ApplyAllOrNothing) {
    put_thing("a", R"("stock":{"N":"1"})");
    EXPECT_EQ(done("TransactWriteItems", sale("r1", "t1")).text, "{}");
    const auto second = ask("TransactWriteItems", sale("r2", "t2"));
    EXPECT_EQ(second.status, 400);
    EXPECT_EQ(second.error(), "TransactionCanceledException");
    EXPECT_EQ(
        second.message(),
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]");
    EXPECT_EQ(second.at("CancellationReasons"),
              R"([{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed",)"
              R"("Item":{"id":{"S":"a"},"stock":{"N":"0"}}}])");
    EXPECT_EQ(receipts(), "1");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"stock":{"N":"0"}})");
}

TEST_F(Transactions, ReturnEveryCancellationReason) {
    const auto answer = ask("TransactWriteItems", R"({"TransactItems":[
        {"ConditionCheck":{"TableName":"test-plain","Key":{"id":{"S":"x"}},"ConditionExpression":"attribute_exists(id) "}},
        {"Update":{"TableName":"test-plain","Key":{"id":{"S":"y"}},"UpdateExpression":"SET a = b"}},
        {"Delete":{"TableName":"test-plain","Key":{"id":{"S":"z"}}}}]})");
    EXPECT_EQ(answer.message(),
              "Transaction cancelled, please refer cancellation reasons for specific reasons "
              "[ConditionalCheckFailed, ValidationError, None]");
}

TEST_F(Transactions, CheckWithoutWriting) {
    put_thing("a", R"("stock":{"N":"1"})");
    done("TransactWriteItems", R"({"TransactItems":[
        {"ConditionCheck":{"TableName":"test-things","Key":{"id":{"S":"a"}},"ConditionExpression":"attribute_exists(stock) "}},
        {"Put":{"TableName":"test-plain","Item":{"id":{"S":"r"}}}}]})");
    EXPECT_EQ(receipts(), "1");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"stock":{"N":"1"}})");
}

TEST_F(Transactions, AreIdempotentUnderOneTokenForTenMinutes) {
    put_thing("a", R"("stock":{"N":"5"})");
    done("TransactWriteItems", sale("r1", "token"));
    done("TransactWriteItems", sale("r1", "token"));
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"stock":{"N":"4"}})");
    refused("TransactWriteItems", sale("r2", "token"), "IdempotentParameterMismatchException", "");
    open();  // the memory of tokens is as durable as their writes
    done("TransactWriteItems", sale("r1", "token"));
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"stock":{"N":"4"}})");
    advance(std::chrono::minutes{10} + std::chrono::seconds{1});
    EXPECT_EQ(ask("TransactWriteItems", sale("r1", "token")).error(), "TransactionCanceledException");
}

TEST_F(Transactions, MayReuseTheTokenOfACancelledOne) {
    put_thing("a", R"("stock":{"N":"0"})");
    EXPECT_EQ(ask("TransactWriteItems", sale("r", "token")).error(), "TransactionCanceledException");
    put_thing("a", R"("stock":{"N":"1"})");
    EXPECT_EQ(done("TransactWriteItems", sale("r", "token")).status, 200);
}

TEST_F(Transactions, RecogniseARequestWithReorderedMembers) {
    done(
        "TransactWriteItems",
        R"({"ClientRequestToken":"t","TransactItems":[{"Put":{"TableName":"test-plain","Item":{"id":{"S":"r"},"v":{"N":"1"}}}}]})");
    done(
        "TransactWriteItems",
        R"({"TransactItems":[{"Put":{"Item":{"v":{"N":"1"},"id":{"S":"r"}},"TableName":"test-plain"}}],"ClientRequestToken":"t"})");
}

TEST_F(Transactions, RefuseInvalidActionsAndTokens) {
    refused("TransactWriteItems", R"({"TransactItems":[]})", "ValidationException", "between 1 and 100");
    refused("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"test-plain","Item":{"id":{"S":"r"}}}},
        {"Delete":{"TableName":"test-plain","Key":{"id":{"S":"r"}}}}]})",
            "ValidationException", "Transaction request cannot include multiple operations on one item");
    refused("TransactWriteItems", R"({"TransactItems":[{}]})", "ValidationException", "");
    refused("TransactWriteItems", R"({"TransactItems":[{"Update":{"TableName":"test-plain","Key":{"id":{"S":"r"}}}}]})",
            "ValidationException", "'updateExpression'");
    std::string actions;
    for (int i = 0; i < 101; ++i)
        actions += (i > 0 ? "," : "") +
                   (R"({"Delete":{"TableName":"test-plain","Key":{"id":{"S":")" + std::to_string(i) + "\"}}}}");
    refused("TransactWriteItems", R"({"TransactItems":[)" + actions + "]}", "ValidationException", "between 1 and 100");
    refused("TransactWriteItems", R"({"ClientRequestToken":"0123456789012345678901234567890123456","TransactItems":[
        {"Put":{"TableName":"test-plain","Item":{"id":{"S":"r"}}}}]})",
            "ValidationException", "'clientRequestToken'");
}

TEST_F(Transactions, ReadItemsFromOneSnapshot) {
    put_thing("a", R"("n":{"N":"1"})");
    EXPECT_EQ(
        done("TransactGetItems",
             R"({"TransactItems":[{"Get":{"TableName":"test-things","Key":{"id":{"S":"a"}},"ProjectionExpression":"n"}},
        {"Get":{"TableName":"test-plain","Key":{"id":{"S":"none"}}}}]})")
            .text,
        R"({"Responses":[{"Item":{"n":{"N":"1"}}},{}]})");
}

TEST_F(Transactions, NeverOversellUnderConcurrency) {
    put_thing("a", R"("stock":{"N":"20"})");
    std::vector<std::promise<TableAnswer>> answers(500);
    for (std::size_t i = 0; i < answers.size(); ++i)
        tables_->execute(
            "TransactWriteItems", sale("r" + std::to_string(i), "t" + std::to_string(i)),
            [](std::string_view, std::string_view) { return true; },
            [&answer = answers[i]](TableAnswer given) { answer.set_value(std::move(given)); });
    int sold = 0;
    for (auto& answer : answers) sold += answer.get_future().get().status == 200 ? 1 : 0;
    EXPECT_EQ(sold, 20);
    EXPECT_EQ(receipts(), "20");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"stock":{"N":"0"}})");
}

}  // namespace
}  // namespace vitrine::host::tables::testing
