#include <boost/json/serialize.hpp>
#include <set>

#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

class Queries : public TablesTest {
protected:
    void put_events(std::string_view topic, int from, int to) {
        for (int seq = from; seq <= to; ++seq)
            done("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":")" + std::string(topic) +
                                R"("},"seq":{"N":")" + std::to_string(seq) + R"("},"even":{"BOOL":)" +
                                (seq % 2 == 0 ? "true" : "false") + "}}}");
    }
    // The seq of every item of an answer.
    static std::string seqs(const Answered& answer) {
        std::string out;
        for (const auto& item : answer.json.at("Items").as_array())
            out += std::string(item.at("seq").at("N").as_string()) + ' ';
        return out;
    }
    Answered query(std::string_view condition, std::string_view values, std::string_view more = "") {
        return ask("Query", R"({"TableName":"test-events","KeyConditionExpression":")" + std::string(condition) +
                                R"(","ExpressionAttributeValues":{":t":{"S":"t"})" + std::string(values) + "}" +
                                std::string(more) + "}");
    }
};

TEST_F(Queries, ReturnOnePartitionInOrder) {
    put_events("t", -2, 11);
    put_events("tt", 1, 3);
    EXPECT_EQ(seqs(query("topic = :t", "")), "-2 -1 0 1 2 3 4 5 6 7 8 9 10 11 ");
    EXPECT_EQ(seqs(query("topic = :t", "", R"(,"ScanIndexForward":false,"Limit":3)")), "11 10 9 ");
}

TEST_F(Queries, AcceptEveryRangeOfTheSortKey) {
    put_events("t", 1, 12);
    EXPECT_EQ(seqs(query("topic = :t AND seq = :a", R"(,":a":{"N":"5"})")), "5 ");
    EXPECT_EQ(seqs(query("topic = :t AND seq < :a", R"(,":a":{"N":"3"})")), "1 2 ");
    EXPECT_EQ(seqs(query("topic = :t AND seq <= :a", R"(,":a":{"N":"3"})")), "1 2 3 ");
    EXPECT_EQ(seqs(query("topic = :t AND seq > :a", R"(,":a":{"N":"9.5"})")), "10 11 12 ");
    EXPECT_EQ(seqs(query("seq >= :a AND topic = :t", R"(,":a":{"N":"11"})")), "11 12 ");
    EXPECT_EQ(seqs(query("topic = :t AND seq BETWEEN :a AND :b", R"(,":a":{"N":"2"},":b":{"N":"4"})")), "2 3 4 ");
}

TEST_F(Queries, ContinueAfterAPageInBothDirections) {
    put_events("t", 1, 7);
    for (const bool forward : {true, false}) {
        std::string all;
        std::string start;
        int pages = 0;
        do {
            const auto page = query("topic = :t", "",
                                    R"(,"Limit":3,"ScanIndexForward":)" + std::string(forward ? "true" : "false") +
                                        (start.empty() ? "" : R"(,"ExclusiveStartKey":)" + start));
            all += seqs(page);
            start = page.at("LastEvaluatedKey");
            ++pages;
        } while (!start.empty() && pages < 10);
        EXPECT_EQ(all, forward ? "1 2 3 4 5 6 7 " : "7 6 5 4 3 2 1 ");
        EXPECT_EQ(pages, 3);
    }
}

TEST_F(Queries, ReturnLastEvaluatedKeyAtTheLimit) {
    put_events("t", 1, 3);
    EXPECT_EQ(query("topic = :t", "", R"(,"Limit":3)").at("LastEvaluatedKey"),
              R"({"seq":{"N":"3"},"topic":{"S":"t"}})");
    EXPECT_EQ(query("topic = :t", "", R"(,"Limit":4)").at("LastEvaluatedKey"), "");
}

TEST_F(Queries, FilterAfterTheLimit) {
    put_events("t", 1, 6);
    const auto page = query("topic = :t", R"(,":yes":{"BOOL":true})", R"(,"Limit":4,"FilterExpression":"even = :yes")");
    EXPECT_EQ(seqs(page), "2 4 ");
    EXPECT_EQ(page.at("Count"), "2");
    EXPECT_EQ(page.at("ScannedCount"), "4");
    EXPECT_NE(page.at("LastEvaluatedKey"), "");
    const auto count =
        query("topic = :t", R"(,":yes":{"BOOL":true})", R"(,"Select":"COUNT","FilterExpression":"even = :yes")");
    EXPECT_EQ(count.at("Count"), "3");
    EXPECT_EQ(count.at("Items"), "");
}

TEST_F(Queries, EndAPageAt1MB) {
    const std::string big(300 * 1024, 'x');
    for (int seq = 1; seq <= 5; ++seq)
        done("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"t"},"seq":{"N":")" + std::to_string(seq) +
                            R"("},"v":{"S":")" + big + "\"}}}");
    const auto first = query("topic = :t", "");
    EXPECT_EQ(seqs(first), "1 2 3 4 ");
    EXPECT_EQ(first.at("LastEvaluatedKey"), R"({"seq":{"N":"4"},"topic":{"S":"t"}})");
}

TEST_F(Queries, RefuseInvalidKeyConditions) {
    const auto wrong = [&](std::string_view condition, std::string_view values, std::string_view message) {
        const auto answer = query(condition, values);
        EXPECT_EQ(answer.error(), "ValidationException") << condition;
        EXPECT_NE(answer.message().find(message), std::string::npos) << answer.message();
    };
    wrong("topic > :t", "", "Query key condition not supported");
    wrong("topic = :t OR topic = :a", R"(,":a":{"S":"x"})", "Invalid operator used in KeyConditionExpression: OR");
    wrong("topic = :t AND even = :a", R"(,":a":{"BOOL":true})", "Query condition missed key schema element: seq");
    wrong("seq = :a AND even = :t", R"(,":a":{"N":"1"})", "Query condition missed key schema element: topic");
    wrong("topic = :t AND seq = :a", R"(,":a":{"S":"1"})", "Condition parameter type does not match schema type");
    wrong("topic = :t AND seq <> :a", R"(,":a":{"N":"1"})", "Invalid operator used in KeyConditionExpression: <>");
    wrong("topic = :t AND seq > :a AND seq < :a", R"(,":a":{"N":"1"})", "only contain one condition per key");
    wrong("topic = :t AND seq > :a AND even = :a", R"(,":a":{"N":"1"})", "Conditions can be of length 1 or 2 only");
    refused("Query", R"({"TableName":"test-events"})", "ValidationException",
            "KeyConditionExpression parameter must be specified");
    refused("Query", R"({"TableName":"test-events","KeyConditionExpression":"topic = :t","FilterExpression":"seq = :n",
        "ExpressionAttributeValues":{":t":{"S":"t"},":n":{"N":"1"}}})",
            "ValidationException",
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: seq");
    refused("Query", R"({"TableName":"test-events","KeyConditionExpression":"topic = :t","Limit":0,
        "ExpressionAttributeValues":{":t":{"S":"t"}}})",
            "ValidationException", "'limit'");
}

TEST_F(Queries, RefuseAStartKeyOutsideOfTheQuery) {
    put_events("t", 1, 3);
    const auto start = [&](std::string_view key) {
        return query("topic = :t AND seq > :a", R"(,":a":{"N":"1"})", R"(,"ExclusiveStartKey":)" + std::string(key))
            .message();
    };
    EXPECT_EQ(start(R"({"topic":{"S":"u"},"seq":{"N":"2"}})"),
              "The provided starting key is outside query boundaries based on provided conditions");
    EXPECT_EQ(start(R"({"topic":{"S":"t"},"seq":{"N":"1"}})"),
              "The provided starting key does not match the range key predicate");
    EXPECT_EQ(start(R"({"topic":{"S":"t"}})"), "The provided starting key is invalid");
}

TEST_F(Queries, ReadSparseIndexesInOrder) {
    put_thing("a", R"("kind":{"S":"k"},"rank":{"N":"10"})");
    put_thing("b", R"("kind":{"S":"k"},"rank":{"N":"9"})");
    put_thing("c", R"("kind":{"S":"k"})");
    put_thing("d", R"("kind":{"S":"other"},"rank":{"N":"1"})");
    const std::string by_kind =
        R"({"TableName":"test-things","IndexName":"by-kind","KeyConditionExpression":"kind = :k",
        "ExpressionAttributeValues":{":k":{"S":"k"}})";
    const auto page = done("Query", by_kind + R"(,"Limit":1})");
    EXPECT_EQ(page.at("Items"), R"([{"id":{"S":"b"},"kind":{"S":"k"},"rank":{"N":"9"}}])");
    EXPECT_EQ(page.at("LastEvaluatedKey"), R"({"id":{"S":"b"},"kind":{"S":"k"},"rank":{"N":"9"}})");
    const auto next = done("Query", by_kind + R"(,"ExclusiveStartKey":)" + page.at("LastEvaluatedKey") + "}");
    EXPECT_EQ(next.at("Items"), R"([{"id":{"S":"a"},"kind":{"S":"k"},"rank":{"N":"10"}}])");
    EXPECT_EQ(next.at("LastEvaluatedKey"), "");
}

TEST_F(Queries, SeeChangesOfAnIndexKey) {
    put_thing("a", R"("kind":{"S":"k"},"rank":{"N":"1"})");
    const auto count = [&](std::string_view kind) {
        return done("Query", R"({"TableName":"test-things","IndexName":"by-kind","KeyConditionExpression":"kind = :k",
            "ExpressionAttributeValues":{":k":{"S":")" +
                                 std::string(kind) + "\"}}}")
            .at("Count");
    };
    EXPECT_EQ(count("k"), "1");
    done("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET kind = :k",
        "ExpressionAttributeValues":{":k":{"S":"l"}}})");
    EXPECT_EQ(count("k") + count("l"), "01");
    done("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"REMOVE kind"})");
    EXPECT_EQ(count("l"), "0");
    put_thing("a", R"("kind":{"S":"k"},"rank":{"N":"1"})");
    done("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})");
    EXPECT_EQ(count("k"), "0");
}

TEST_F(Queries, ReturnProjectedAttributesOfAnIndex) {
    put_thing("a", R"("owner":{"S":"o"},"label":{"S":"l"},"note":{"S":"n"},"extra":{"S":"x"})");
    const auto by = [&](std::string_view index, std::string_view key, std::string_view value, std::string_view more) {
        return ask("Query", R"({"TableName":"test-things","IndexName":")" + std::string(index) +
                                R"(","KeyConditionExpression":"#k = :v",
            "ExpressionAttributeNames":{"#k":")" +
                                std::string(key) + R"("},"ExpressionAttributeValues":{":v":{"S":")" +
                                std::string(value) + "\"}}" + std::string(more) + "}");
    };
    EXPECT_EQ(by("by-owner", "owner", "o", "").at("Items"), R"([{"id":{"S":"a"},"owner":{"S":"o"}}])");
    EXPECT_EQ(by("by-label", "label", "l", "").at("Items"), R"([{"id":{"S":"a"},"label":{"S":"l"},"note":{"S":"n"}}])");
    EXPECT_NE(
        by("by-owner", "owner", "o", R"(,"ProjectionExpression":"extra")").message().find("does not project [extra]"),
        std::string::npos);
    EXPECT_NE(
        by("by-owner", "owner", "o", R"(,"Select":"ALL_ATTRIBUTES")").message().find("projection type is not ALL"),
        std::string::npos);
    EXPECT_NE(
        by("by-owner", "owner", "o", R"(,"ConsistentRead":true)").message().find("Consistent reads are not supported"),
        std::string::npos);
    EXPECT_NE(by("by-none", "owner", "o", "").message().find("does not have the specified index: by-none"),
              std::string::npos);
}

TEST_F(Queries, ScanEveryItemOnceWithAnySegmentsAndPages) {
    for (int i = 0; i < 60; ++i) put_thing("thing-" + std::to_string(i), R"("n":{"N":")" + std::to_string(i) + "\"}");
    for (const int segments : {1, 3, 8}) {
        std::multiset<std::string> seen;
        for (int segment = 0; segment < segments; ++segment) {
            std::string start;
            do {
                const auto page =
                    done("Scan", R"({"TableName":"test-things","Limit":7,"Segment":)" + std::to_string(segment) +
                                     R"(,"TotalSegments":)" + std::to_string(segments) +
                                     (start.empty() ? "" : R"(,"ExclusiveStartKey":)" + start) + "}");
                for (const auto& item : page.json.at("Items").as_array()) seen.insert(boost::json::serialize(item));
                start = page.at("LastEvaluatedKey");
            } while (!start.empty());
        }
        EXPECT_EQ(seen.size(), 60U);
        EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 60U);
    }
    EXPECT_EQ(done("Scan",
                   R"({"TableName":"test-things","FilterExpression":"n < :n AND begins_with(id, :p) ","Select":"COUNT",
        "ExpressionAttributeValues":{":n":{"N":"10"},":p":{"S":"thing-"}}})")
                  .at("Count"),
              "10");
    EXPECT_EQ(done("Scan", R"({"TableName":"test-things","FilterExpression":"n = :n","ProjectionExpression":"n",
        "ExpressionAttributeValues":{":n":{"N":"7"}}})")
                  .at("Items"),
              R"([{"n":{"N":"7"}}])");
}

TEST_F(Queries, RefuseInvalidSegments) {
    refused("Scan", R"({"TableName":"test-things","Segment":1})", "ValidationException",
            "TotalSegments parameter is required");
    refused("Scan", R"({"TableName":"test-things","TotalSegments":1})", "ValidationException",
            "Segment parameter is required");
    refused("Scan", R"({"TableName":"test-things","Segment":4,"TotalSegments":4})", "ValidationException",
            "Segment: 4 is not less than TotalSegments: 4");
}

}  // namespace
}  // namespace vitrine::host::tables::testing
