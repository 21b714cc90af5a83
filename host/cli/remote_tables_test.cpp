#include "host/cli/remote_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace vitrine::host {
namespace {

using testing::ElementsAre;

App demo() {
    App app{.name = "demo"};
    app.tables["notes"] = {
        .name = "notes",
        .partition = {"pk", AttributeType::string},
        .sort = KeyAttribute{"at", AttributeType::number},
        .ttl = "expiresAt",
        .stream = StreamView::new_and_old,
        .indexes = {{.name = "by-day", .partition = {"day", AttributeType::string}, .projection = "keys"}}};
    return app;
}

TEST(CreateTableRequest, DeclaresKeysIndexesAndStream) {
    const App app = demo();
    EXPECT_EQ(boost::json::parse(create_table_request(app, app.tables.at("notes"))), boost::json::parse(R"({
        "TableName": "demo-local-notes", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        "GlobalSecondaryIndexes": [{"IndexName": "by-day", "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
                                    "Projection": {"ProjectionType": "KEYS_ONLY"}}],
        "AttributeDefinitions": [{"AttributeName": "at", "AttributeType": "N"}, {"AttributeName": "day", "AttributeType": "S"},
                                 {"AttributeName": "pk", "AttributeType": "S"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}})"));
}

TEST(CreateTables, CreatesTablesWithTheirTtl) {
    std::vector<std::string> operations;
    const auto fresh =
        create_tables(demo(), [&](std::string_view operation, const std::string&, const TableDone& done) {
            operations.emplace_back(operation);
            done({200, "{}"});
        });
    ASSERT_TRUE(fresh);
    EXPECT_TRUE(*fresh);
    EXPECT_THAT(operations, ElementsAre("CreateTable", "UpdateTimeToLive"));
}

TEST(CreateTables, LeavesExistingTablesAlone) {
    const auto fresh = create_tables(demo(), [](std::string_view, const std::string&, const TableDone& done) {
        done({400, R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException"})"});
    });
    ASSERT_TRUE(fresh);
    EXPECT_FALSE(*fresh);
}

TEST(CreateTables, ReportsARefusedRequest) {
    const auto fresh = create_tables(
        demo(), [](std::string_view, const std::string&, const TableDone& done) { done({400, "no such thing"}); });
    ASSERT_FALSE(fresh);
    EXPECT_EQ(fresh.error().what, "table notes cannot be made: no such thing");
}

}  // namespace
}  // namespace vitrine::host
