#include <boost/json/parse.hpp>

#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

using Operations = TablesTest;

TEST_F(Operations, GetAnItemThatWasPut) {
    put_thing("a", R"("n":{"N":"1.50"},"l":{"L":[{"BOOL":true}]})");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"l":{"L":[{"BOOL":true}]},"n":{"N":"1.5"}})");
    EXPECT_EQ(done("GetItem", R"({"TableName":"test-things","Key":{"id":{"S":"b"}}})").text, "{}");
}

TEST_F(Operations, ProjectRequestedAttributes) {
    put_thing("a", R"("name":{"S":"x"},"m":{"M":{"k":{"N":"1"},"j":{"N":"2"}}})");
    EXPECT_EQ(done("GetItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"ProjectionExpression":"#n, m.k",
                               "ExpressionAttributeNames":{"#n":"name"}})")
                  .text,
              R"({"Item":{"m":{"M":{"k":{"N":"1"}}},"name":{"S":"x"}}})");
}

TEST_F(Operations, PutUnderAConditionAndReturnTheItemOnFailure) {
    put_thing("a", R"("v":{"N":"1"})");
    const auto refused_put = ask("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"}},
        "ConditionExpression":"attribute_not_exists(id) ","ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
    EXPECT_EQ(refused_put.status, 400);
    EXPECT_EQ(refused_put.error(), "ConditionalCheckFailedException");
    EXPECT_EQ(refused_put.message(), "The conditional request failed");
    EXPECT_EQ(refused_put.at("Item"), R"({"id":{"S":"a"},"v":{"N":"1"}})");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"v":{"N":"1"}})");
}

TEST_F(Operations, ReturnTheOldItem) {
    EXPECT_EQ(
        done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"},"v":{"N":"1"}},"ReturnValues":"ALL_OLD"})")
            .text,
        "{}");
    EXPECT_EQ(done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"}},"ReturnValues":"ALL_OLD"})")
                  .at("Attributes"),
              R"({"id":{"S":"a"},"v":{"N":"1"}})");
    EXPECT_EQ(done("DeleteItem", R"({"TableName":"test-plain","Key":{"id":{"S":"a"}},"ReturnValues":"ALL_OLD"})")
                  .at("Attributes"),
              R"({"id":{"S":"a"}})");
    EXPECT_EQ(done("DeleteItem", R"({"TableName":"test-plain","Key":{"id":{"S":"a"}},"ReturnValues":"ALL_OLD"})").text,
              "{}");
}

TEST_F(Operations, UpdateWithEveryReturnValue) {
    put_thing("a", R"("v":{"N":"1"},"w":{"N":"5"})");
    const auto update = [&](std::string_view returns) {
        return done("UpdateItem",
                    R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET v = v + :one",
            "ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":")" +
                        std::string(returns) + "\"}")
            .at("Attributes");
    };
    EXPECT_EQ(update("NONE"), "");
    EXPECT_EQ(update("UPDATED_NEW"), R"({"v":{"N":"3"}})");
    EXPECT_EQ(update("UPDATED_OLD"), R"({"v":{"N":"3"}})");
    EXPECT_EQ(update("ALL_NEW"), R"({"id":{"S":"a"},"v":{"N":"5"},"w":{"N":"5"}})");
    EXPECT_EQ(update("ALL_OLD"), R"({"id":{"S":"a"},"v":{"N":"5"},"w":{"N":"5"}})");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"v":{"N":"6"},"w":{"N":"5"}})");
}

TEST_F(Operations, UpdateCreatesAMissingItem) {
    EXPECT_EQ(done("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"new"}},"UpdateExpression":"ADD n :one",
        "ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":"ALL_NEW"})")
                  .at("Attributes"),
              R"({"id":{"S":"new"},"n":{"N":"1"}})");
    refused("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"other"}},"UpdateExpression":"SET n = :one",
        "ConditionExpression":"attribute_exists(id) ","ExpressionAttributeValues":{":one":{"N":"1"}}})",
            "ConditionalCheckFailedException", "The conditional request failed");
    EXPECT_EQ(thing("other"), "");
}

TEST_F(Operations, RefuseToUpdateAKey) {
    refused("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET id = :v",
        "ExpressionAttributeValues":{":v":{"S":"b"}}})",
            "ValidationException", "Cannot update attribute id. This attribute is part of the key");
}

TEST_F(Operations, CheckKeysAgainstTheSchema) {
    const auto wrong = [&](std::string_view key, std::string_view message) {
        refused("GetItem", R"({"TableName":"test-events","Key":)" + std::string(key) + "}", "ValidationException",
                message);
    };
    wrong(R"({"topic":{"S":"a"}})", "The provided key element does not match the schema");
    wrong(R"({"topic":{"S":"a"},"seq":{"S":"1"}})", "The provided key element does not match the schema");
    wrong(R"({"topic":{"S":"a"},"seq":{"N":"1"},"x":{"N":"1"}})", "The provided key element does not match the schema");
    wrong(R"({"topic":{"S":""},"seq":{"N":"1"}})", "cannot contain an empty string value. Key: topic");
    wrong(R"({"topic":{"S":")" + std::string(2049, 'x') + R"("},"seq":{"N":"1"}})", "Size of hashkey has exceeded");
    refused("GetItem", R"({"TableName":"test-events"})", "ValidationException", "Value null at 'key'");
    refused("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"a"}}})", "ValidationException",
            "Missing the key seq in the item");
    refused("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"a"},"seq":{"S":"1"}}})",
            "ValidationException", "Type mismatch for key seq expected: N actual: S");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"},"kind":{"N":"1"}}})", "ValidationException",
            "Type mismatch for Index Key kind Expected: S Actual: N IndexName: by-kind");
}

TEST_F(Operations, TreatEqualNumbersAsOneKey) {
    done("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"a"},"seq":{"N":"10"}}})");
    EXPECT_NE(
        done("GetItem", R"({"TableName":"test-events","Key":{"topic":{"S":"a"},"seq":{"N":"1.0e1"}}})").at("Item"), "");
}

TEST_F(Operations, RefuseItemsAbove400KB) {
    const std::string big(400 * 1024, 'x');
    refused("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"},"v":{"S":")" + big + "\"}}}",
            "ValidationException", "Item size has exceeded the maximum allowed size");
    done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"},"v":{"S":")" + big.substr(4) + "\"}}}");
    refused("UpdateItem", R"({"TableName":"test-plain","Key":{"id":{"S":"a"}},"UpdateExpression":"SET w = :w",
        "ExpressionAttributeValues":{":w":{"S":"wwww"}}})",
            "ValidationException", "Item size to update has exceeded the maximum allowed size");
}

TEST_F(Operations, RefuseTooLargeIndexesAndNames) {
    put_thing("a", R"("l":{"L":[{"N":"1"}]})");
    const auto set = [](std::string_view path, std::string_view more = "") {
        return R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET )" + std::string(path) +
               R"( = :v","ExpressionAttributeValues":{":v":{"N":"2"}})" + std::string(more) + "}";
    };
    refused("UpdateItem", set("l[4294967295]"), "ValidationException",
            "Invalid UpdateExpression: List index is not within the allowable range; index: [4294967295]");
    done("UpdateItem", set("l[4294967294]"));
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"l":{"L":[{"N":"1"},{"N":"2"}]}})") << "beyond the end is the end";

    const std::string longest(65'535, 'n');
    const std::string too_long = longest + "n";
    const auto put = [](const std::string& value) {
        return R"({"TableName":"test-plain","Item":{"id":{"S":"a"},)" + value + "}}";
    };
    const auto named = [](const std::string& name) { return R"(,"ExpressionAttributeNames":{"#n":")" + name + "\"}"; };
    done("PutItem", put("\"" + longest + R"(":{"N":"1"})"));
    done("UpdateItem", set("#n", named(longest)));
    constexpr std::string_view what = "Attribute name is too large, must be less than 65536 bytes";
    refused("PutItem", put("\"" + too_long + R"(":{"N":"1"})"), "ValidationException", what);
    refused("PutItem", put(R"("m":{"M":{")" + too_long + R"(":{"N":"1"}}})"), "ValidationException", what);
    refused("UpdateItem", set("#n", named(too_long)), "ValidationException",
            "ExpressionAttributeNames contains invalid value: Attribute name is too large");
    std::string accents;
    for (int i = 0; i < 32'768; ++i) accents += "\u00e9";
    refused("PutItem", put("\"" + accents + R"(":{"N":"1"})"), "ValidationException", what);
}

TEST_F(Operations, RefuseTooLongPlaceholders) {
    put_thing("a");
    const auto get = [](const std::string& name) {
        return R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"ProjectionExpression":")" + name +
               R"(","ExpressionAttributeNames":{")" + name + R"(":"id"}})";
    };
    done("GetItem", get("#" + std::string(254, 'n')));
    refused("GetItem", get("#" + std::string(255, 'n')), "ValidationException",
            "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too "
            "long; size of key: 256");
    refused("Scan",
            R"({"TableName":"test-things","FilterExpression":"id = :v","ExpressionAttributeValues":{":)" +
                std::string(255, 'v') + R"(":{"S":"a"}}})",
            "ValidationException",
            "ExpressionAttributeValues contains invalid key: The expression attribute map contains a key that is too "
            "long;");
}

TEST_F(Operations, RefuseMalformedRequests) {
    EXPECT_EQ(ask("GetItem", "{").error(), "SerializationException");
    EXPECT_EQ(ask("GetItem", "[]").error(), "SerializationException");
    EXPECT_EQ(ask("GetItem", R"({"TableName":1})").error(), "SerializationException");
    EXPECT_EQ(ask("GetItem", R"({"TableName":"test-things","Key":{"id":"a"}})").error(), "SerializationException");
    EXPECT_EQ(ask("CreateTable", "{}").error(), "UnknownOperationException");
    EXPECT_EQ(ask("", "{}").error(), "UnknownOperationException");
    refused("GetItem", "{}", "ValidationException", "Value null at 'tableName' failed to satisfy constraint");
    refused("GetItem", R"({"TableName":"test-nope","Key":{"id":{"S":"a"}}})", "ResourceNotFoundException",
            "Requested resource not found");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"},"v":{}}})", "ValidationException",
            "Supplied AttributeValue is empty");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"},"v":{"SS":[]}}})", "ValidationException",
            "An string set  may not be empty");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"},"v":{"NS":["1","1.0"]}}})",
            "ValidationException", "contains duplicates");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"}},"Expected":{}})", "ValidationException",
            "Expected");
    refused("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"}},"ReturnValues":"ALL_NEW"})",
            "ValidationException", "Return values set to invalid value");
    refused("DeleteItem",
            R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"ExpressionAttributeValues":{":v":{"N":"1"}}})",
            "ValidationException", "ExpressionAttributeValues can only be specified when using expressions");
}

TEST_F(Operations, BatchGetUpTo100Items) {
    put_thing("a", R"("n":{"N":"1"})");
    put_thing("b", R"("n":{"N":"2"})");
    const auto answer = done("BatchGetItem", R"({"RequestItems":{"test-things":{"ConsistentRead":true,
        "ProjectionExpression":"n","Keys":[{"id":{"S":"a"}},{"id":{"S":"zz"}},{"id":{"S":"b"}}]}}})");
    EXPECT_EQ(answer.at("Responses"), R"({"test-things":[{"n":{"N":"1"}},{"n":{"N":"2"}}]})");
    EXPECT_EQ(answer.at("UnprocessedKeys"), "{}");
    refused("BatchGetItem", R"({"RequestItems":{"test-things":{"Keys":[{"id":{"S":"a"}},{"id":{"S":"a"}}]}}})",
            "ValidationException", "Provided list of item keys contains duplicates");
    std::string keys;
    for (int i = 0; i < 101; ++i) keys += (i > 0 ? "," : "") + (R"({"id":{"S":")" + std::to_string(i) + "\"}}");
    refused("BatchGetItem", R"({"RequestItems":{"test-things":{"Keys":[)" + keys + "]}}}", "ValidationException",
            "Too many items requested for the BatchGetItem call");
}

TEST_F(Operations, ReturnUnprocessedKeysAbove16MB) {
    const std::string big(390 * 1024, 'x');
    std::string keys;
    for (int i = 0; i < 50; ++i) {
        put_thing(std::to_string(i), R"("v":{"S":")" + big + "\"}");
        keys += (i > 0 ? "," : "") + (R"({"id":{"S":")" + std::to_string(i) + "\"}}");
    }
    const auto answer =
        done("BatchGetItem", R"({"RequestItems":{"test-things":{"ProjectionExpression":"id","Keys":[)" + keys + "]}}}");
    const auto& responses = answer.json.at("Responses").at("test-things").as_array();
    const auto& left = answer.json.at("UnprocessedKeys").at("test-things");
    EXPECT_EQ(responses.size() + left.at("Keys").as_array().size(), 50U);
    EXPECT_GT(left.at("Keys").as_array().size(), 0U);
    EXPECT_EQ(left.at("ProjectionExpression").as_string(), "id");
}

TEST_F(Operations, BatchWritePutsAndDeletes) {
    put_thing("gone");
    done("BatchWriteItem", R"({"RequestItems":{"test-things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}},
        {"DeleteRequest":{"Key":{"id":{"S":"gone"}}}}],"test-plain":[{"PutRequest":{"Item":{"id":{"S":"p"}}}}]}})");
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"}})");
    EXPECT_EQ(thing("gone"), "");
    refused("BatchWriteItem", R"({"RequestItems":{"test-things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}},
        {"DeleteRequest":{"Key":{"id":{"S":"a"}}}}]}})",
            "ValidationException", "contains duplicates");
}

TEST_F(Operations, DescribeDeclaredTables) {
    const auto table = done("DescribeTable", R"({"TableName":"test-things"})").json.at("Table");
    EXPECT_EQ(table.at("TableStatus").as_string(), "ACTIVE");
    EXPECT_EQ(table.at("KeySchema"), boost::json::parse(R"([{"AttributeName":"id","KeyType":"HASH"}])"));
    EXPECT_EQ(table.at("GlobalSecondaryIndexes").as_array().size(), 3U);
    EXPECT_EQ(table.at("StreamSpecification").at("StreamViewType").as_string(), "NEW_AND_OLD_IMAGES");
    EXPECT_EQ(done("ListTables", "{}").at("TableNames"), R"(["test-events","test-plain","test-things"])");
    EXPECT_EQ(done("ListTables", R"({"Limit":1,"ExclusiveStartTableName":"test-events"})").text,
              R"({"TableNames":["test-plain"],"LastEvaluatedTableName":"test-plain"})");
}

TEST_F(Operations, DenyWithoutAGrant) {
    const Authorize only_get = [](std::string_view action, std::string_view resource) {
        return action == "dynamodb:GetItem" && resource == "table.things";
    };
    EXPECT_EQ(
        testing::ask(*tables_, "GetItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})", only_get).status,
        200);
    const auto denied = [&](std::string_view operation, std::string_view body) {
        const auto answer = testing::ask(*tables_, operation, body, only_get);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(answer.error(), "AccessDeniedException") << operation;
    };
    denied("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"a"}}})");
    denied("PutItem", R"({"TableName":"test-things","Item":{"id":{"S":"a"}}})");
    denied("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})");
    denied("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})");
    denied(
        "Query",
        R"({"TableName":"test-things","KeyConditionExpression":"id = :a","ExpressionAttributeValues":{":a":{"S":"a"}}})");
    denied("Scan", R"({"TableName":"test-things"})");
    denied("BatchGetItem", R"({"RequestItems":{"test-things":{"Keys":[{"id":{"S":"a"}}]}}})");
    denied("BatchWriteItem", R"({"RequestItems":{"test-things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}}]}})");
    denied("TransactWriteItems", R"({"TransactItems":[{"Put":{"TableName":"test-things","Item":{"id":{"S":"a"}}}}]})");
    denied("TransactWriteItems",
           R"({"TransactItems":[{"ConditionCheck":{"TableName":"test-things","Key":{"id":{"S":"a"}},
        "ConditionExpression":"attribute_exists(id) "}}]})");
    denied("TransactGetItems", R"({"TransactItems":[{"Get":{"TableName":"test-plain","Key":{"id":{"S":"a"}}}}]})");
    denied("DescribeTable", R"({"TableName":"test-things"})");
    denied("ListTables", "{}");
    EXPECT_EQ(thing("a"), "");
}

}  // namespace
}  // namespace vitrine::host::tables::testing
