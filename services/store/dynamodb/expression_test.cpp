#include "services/store/dynamodb/expression.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "services/store/dynamodb/attribute_value.hpp"
#include "services/store/dynamodb/dynamodb_requests.hpp"

namespace shop::aws {
namespace {

using namespace store;

std::string placeholders(const Expressions& expressions) {
    std::string out;
    expressions.append_placeholders(out);
    return out;
}

TEST(Expressions, PrintEveryNameAndValueThroughAPlaceholder) {
    Expressions expressions;
    EXPECT_EQ(expressions.condition(equals("name", "Copper teapot")), "#0 = :0");
    EXPECT_EQ(placeholders(expressions),
              R"(,"ExpressionAttributeNames":{"#0":"name"},"ExpressionAttributeValues":{":0":{"S":"Copper teapot"}})");
}

TEST(Expressions, NameEachAttributeOnce) {
    Expressions expressions;
    EXPECT_EQ(expressions.condition(all({exists("rev"), compares("rev", Compare::less, 3)})),
              "attribute_exists(#0) AND #0 < :0");
}

TEST(Expressions, PutParenthesesAroundGroupsWithinGroups) {
    Expressions expressions;
    EXPECT_EQ(expressions.condition(
                  all({any({not_exists("op"), compares("op", Compare::not_equal, "x")}),
                       all({compares("a", Compare::greater_equal, 1), Condition{BeginsWith{"pk", "order#"}}})})),
              "(attribute_not_exists(#0) OR #0 <> :0) AND (#1 >= :1 AND begins_with(#2, :2))");
}

TEST(Expressions, PrintPathsStepByStep) {
    Expressions expressions;
    EXPECT_EQ(expressions.condition(exists(Path{"lines", std::size_t{2}, "product", "name"})),
              "attribute_exists(#0[2].#1.#2)");
}

TEST(Expressions, PrintUpdatesClauseByClause) {
    Expressions expressions;
    EXPECT_EQ(expressions.update({Remove{"a"}, Set{"state", "paid"}, Increase{"available", -2},
                                  Append{"history", {Map{{"by", "owner"}}}}, Remove{"b"}}),
              "SET #1 = :0, #2 = #2 + :1, #3 = list_append(#3, :2) REMOVE #0, #4");
    EXPECT_EQ(
        placeholders(expressions),
        R"(,"ExpressionAttributeNames":{"#0":"a","#1":"state","#2":"available","#3":"history","#4":"b"})"
        R"(,"ExpressionAttributeValues":{":0":{"S":"paid"},":1":{"N":"-2"},":2":{"L":[{"M":{"by":{"S":"owner"}}}]}})");
}

std::string key_condition(std::optional<Range> range) {
    Query query{.table = "t", .partition_name = "topic", .partition = "catalogue"};
    query.sort_name = "seq";
    query.range = std::move(range);
    Expressions expressions;
    std::string out = expressions.key_condition(query);
    expressions.append_placeholders(out);
    return out.substr(0, out.find(",\"ExpressionAttributeNames"));
}

TEST(Expressions, PrintRangesOfSortKeys) {
    EXPECT_EQ(key_condition({}), "#0 = :0");
    EXPECT_EQ(key_condition(Range{5, {}}), "#0 = :0 AND #1 >= :1");
    EXPECT_EQ(key_condition(Range{5, {}, true}), "#0 = :0 AND #1 > :1");
    EXPECT_EQ(key_condition(Range{{}, 9}), "#0 = :0 AND #1 <= :1");
    EXPECT_EQ(key_condition(Range{5, 9}), "#0 = :0 AND #1 BETWEEN :1 AND :2");
}

TEST(Expressions, IncludeTheNextValueWhereABoundOfTwoIsExclusive) {
    Query query{.table = "t", .partition_name = "topic", .partition = "catalogue"};
    query.sort_name = "seq";
    query.range = Range{5, 9, true};
    EXPECT_NE(requests::query(query).body.find(R"(":1":{"N":"6"},":2":{"N":"9"})"), std::string::npos);
    query.range = Range{"a", "b", true};
    EXPECT_NE(requests::query(query).body.find(R"(":1":{"S":"a\u0000"})"), std::string::npos);
}

TEST(Requests, AreTheJsonThatDynamoDbReads) {
    EXPECT_EQ(requests::get({"t", {{"id", "a\"b"}}}, Read::consistent).body,
              R"({"TableName":"t","Key":{"id":{"S":"a\"b"}},"ConsistentRead":true})");
    EXPECT_EQ(requests::put({"t", {{"id", "a"}}, not_exists("id")}).body,
              R"j({"TableName":"t","Item":{"id":{"S":"a"}},"ConditionExpression":"attribute_not_exists(#0)",)j"
              R"j("ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeNames":{"#0":"id"}})j");
    EXPECT_EQ(requests::scan({.table = "t", .segment = 1, .segments = 4, .limit = 10}).body,
              R"({"TableName":"t","Segment":1,"TotalSegments":4,"Limit":10})");
    EXPECT_EQ(requests::transact({Delete{"t", {{"id", "a"}}, {}}, Check{"u", {{"id", "b"}}, exists("x")}}, "T").body,
              R"j({"TransactItems":[{"Delete":{"TableName":"t","Key":{"id":{"S":"a"}}}},)j"
              R"j({"ConditionCheck":{"TableName":"u","Key":{"id":{"S":"b"}},)j"
              R"j("ConditionExpression":"attribute_exists(#0)","ReturnValuesOnConditionCheckFailure":"ALL_OLD",)j"
              R"j("ExpressionAttributeNames":{"#0":"x"}}}],"ClientRequestToken":"T"})j");
}

TEST(Requests, GroupTheKeysOfABatchByTable) {
    const GetRequest a{"t", {{"id", "a"}}};
    const GetRequest b{"u", {{"id", "b"}}};
    const GetRequest c{"t", {{"id", "c"}}};
    const GetRequest* const asked[] = {&a, &b, &c};
    EXPECT_EQ(requests::get_all(asked, Read::eventual).body,
              R"({"RequestItems":{"t":{"Keys":[{"id":{"S":"a"}},{"id":{"S":"c"}}]},"u":{"Keys":[{"id":{"S":"b"}}]}}})");
}

TEST(Requests, GuardAWriteThatCarriesOpAgainstItself) {
    EXPECT_NE(requests::put({"t", {{"id", "a"}, {"op", "r1"}}, {}})
                  .body.find(R"("ConditionExpression":"attribute_not_exists(#0) OR #0 <> :0")"),
              std::string::npos);
}

TEST(Requests, KnowWhichWritesMayBeSentTwice) {
    const Condition any_condition = exists("id");
    EXPECT_TRUE(requests::put({"t", {{"id", "a"}}, {}}).repeatable);
    EXPECT_FALSE(requests::put({"t", {{"id", "a"}}, any_condition}).repeatable);
    EXPECT_TRUE(requests::put({"t", {{"id", "a"}, {"op", "r1"}}, any_condition}).repeatable);
    EXPECT_TRUE(requests::modify({"t", {{"id", "a"}}, {Set{"x", 1}, Remove{"y"}}, {}}).repeatable);
    EXPECT_FALSE(requests::modify({"t", {{"id", "a"}}, {Increase{"x", 1}}, {}}).repeatable);
    EXPECT_TRUE(requests::modify({"t", {{"id", "a"}}, {Increase{"x", 1}, Set{"op", "r1"}}, {}}).repeatable);
    EXPECT_FALSE(requests::remove({"t", {{"id", "a"}}, any_condition}).repeatable);
    EXPECT_TRUE(requests::transact({Delete{"t", {{"id", "a"}}, any_condition}}, "T").repeatable);
}

TEST(AttributeValue, ReadsBackWhatItWrote) {
    const Item item{{"n", std::int64_t{-9'223'372'036'854'775'807}},
                    {"t", true},
                    {"f", false},
                    {"z", {}},
                    {"s", "é\"\\\n\x01"},
                    {"l", List{1, "x", List{}}},
                    {"m", Map{{"a", Map{}}}}};
    std::string text;
    append_item(text, item);
    EXPECT_EQ(read_item(boost::json::parse(text)), item);
}

TEST(AttributeValue, NamesTheAttributeThatItCannotRead) {
    for (const char* value : {R"({"B":"AA=="})", R"({"SS":["a"]})", R"({"N":"1.5"})", R"({"N":"99999999999999999999"})",
                              R"({"S":1})", R"({"S":"a","N":"1"})", R"({})", R"("bare")"}) {
        const auto item = read_item(boost::json::parse(std::string(R"({"good":{"S":"x"},"photo":)") + value + "}"));
        ASSERT_FALSE(item) << value;
        EXPECT_EQ(item.error(), "attribute 'photo' has a type unknown here");
    }
}

}  // namespace
}  // namespace shop::aws
