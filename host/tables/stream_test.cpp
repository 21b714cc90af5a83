#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "host/tables/storage/sqlite.hpp"
#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

class Streams : public TablesTest {
protected:
    std::vector<boost::json::value> records(std::string_view table) {
        std::vector<boost::json::value> out;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard)
            for (const auto& record : stream(table, shard, 0, 1000)) out.push_back(boost::json::parse(record.json));
        return out;
    }
    // Waits until what was queued for the writer is done.
    void settle() { done("DeleteItem", R"({"TableName":"test-plain","Key":{"id":{"S":"none"}}})"); }
    static std::string text(const boost::json::value& json) { return boost::json::serialize(json); }
};

TEST_F(Streams, RecordInsertsChangesAndRemovalsWithBothImages) {
    put_thing("a", R"("n":{"N":"1"})");
    put_thing("a", R"("n":{"N":"2"})");
    done("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})");
    const auto all = records("things");
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].at("eventName").as_string(), "INSERT");
    EXPECT_EQ(text(all[0].at("dynamodb").at("NewImage")), R"({"id":{"S":"a"},"n":{"N":"1"}})");
    EXPECT_FALSE(all[0].at("dynamodb").as_object().contains("OldImage"));
    EXPECT_EQ(all[1].at("eventName").as_string(), "MODIFY");
    EXPECT_EQ(text(all[1].at("dynamodb").at("OldImage")), R"({"id":{"S":"a"},"n":{"N":"1"}})");
    EXPECT_EQ(text(all[1].at("dynamodb").at("NewImage")), R"({"id":{"S":"a"},"n":{"N":"2"}})");
    EXPECT_EQ(all[2].at("eventName").as_string(), "REMOVE");
    EXPECT_FALSE(all[2].at("dynamodb").as_object().contains("NewImage"));
    for (const auto& record : all) {
        EXPECT_EQ(text(record.at("dynamodb").at("Keys")), R"({"id":{"S":"a"}})");
        EXPECT_EQ(record.at("eventSource").as_string(), "aws:dynamodb");
        EXPECT_EQ(record.at("awsRegion").as_string(), "eu-west-1");
        EXPECT_EQ(record.at("dynamodb").at("StreamViewType").as_string(), "NEW_AND_OLD_IMAGES");
        EXPECT_EQ(record.at("dynamodb").at("SequenceNumber").as_string().size(), 21U);
        EXPECT_EQ(record.at("dynamodb").at("ApproximateCreationDateTime").as_int64(), 1'790'000'000);
        EXPECT_TRUE(std::string(record.at("eventSourceARN").as_string())
                        .starts_with("arn:aws:dynamodb:eu-west-1:000000000000:table/test-things/stream/"));
        EXPECT_FALSE(record.as_object().contains("userIdentity"));
    }
}

TEST_F(Streams, OmitWritesThatChangeNothing) {
    put_thing("a", R"("n":{"N":"1"})");
    put_thing("a", R"("n":{"N":"1.0"})");
    done("UpdateItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET n = :n",
        "ExpressionAttributeValues":{":n":{"N":"1"}}})");
    done("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"none"}}})");
    ask("PutItem",
        R"({"TableName":"test-things","Item":{"id":{"S":"a"}},"ConditionExpression":"attribute_not_exists(id) "})");
    EXPECT_EQ(records("things").size(), 1U);
}

TEST_F(Streams, HoldOnlyTheDeclaredView) {
    done("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"t"},"seq":{"N":"1"},"v":{"N":"1"}}})");
    done("PutItem", R"({"TableName":"test-events","Item":{"topic":{"S":"t"},"seq":{"N":"1"},"v":{"N":"2"}}})");
    const auto all = records("events");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_FALSE(all[1].at("dynamodb").as_object().contains("OldImage"));
    EXPECT_EQ(text(all[1].at("dynamodb").at("NewImage")), R"({"seq":{"N":"1"},"topic":{"S":"t"},"v":{"N":"2"}})");
    done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"}}})");
    EXPECT_TRUE(records("plain").empty());
    EXPECT_TRUE(stream("nope", 0, 0, 10).empty());
}

TEST_F(Streams, KeepChangesOfAnItemInOrderOnOneShard) {
    for (int i = 0; i < 40; ++i)
        for (int round = 0; round < 3; ++round)
            put_thing("thing-" + std::to_string(i), R"("round":{"N":")" + std::to_string(round) + "\"}");
    std::size_t total = 0;
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
        std::map<std::string, int> rounds;
        std::uint64_t last = 0;
        const auto records = stream("things", shard, 0, 1000);
        EXPECT_FALSE(records.empty());
        for (const auto& record : records) {
            EXPECT_GT(record.sequence, last);
            last = record.sequence;
            const auto image = boost::json::parse(record.json).at("dynamodb").at("NewImage");
            EXPECT_EQ(std::stoi(std::string(image.at("round").at("N").as_string())),
                      rounds[std::string(image.at("id").at("S").as_string())]++);
        }
        total += records.size();
    }
    EXPECT_EQ(total, 120U);
}

TEST_F(Streams, GiveEachRecordAUniqueNumber) {
    for (int i = 0; i < 40; ++i)
        for (int round = 0; round < 3; ++round)
            put_thing("thing-" + std::to_string(i), R"("round":{"N":")" + std::to_string(round) + "\"}");
    std::set<std::string> numbers;
    std::map<std::string, std::string> last;  // by item
    for (const auto& record : records("things")) {
        const std::string number(record.at("dynamodb").at("SequenceNumber").as_string());
        EXPECT_TRUE(numbers.insert(number).second) << number;
        std::string& before = last[text(record.at("dynamodb").at("Keys"))];
        EXPECT_GT(number, before);
        before = number;
    }
    EXPECT_EQ(numbers.size(), 120U);
}

TEST_F(Streams, RenumberRecordsOfAnEarlierVersionAndKeepCheckpoints) {
    for (int i = 0; i < 12; ++i)
        put_thing("thing-" + std::to_string(i), R"("note":{"S":"\"SequenceNumber\":\"000000000000000000001\""})");
    const auto numbers = [&] {
        std::vector<std::string> all;
        for (const auto& record : records("things"))
            all.emplace_back(record.at("dynamodb").at("SequenceNumber").as_string());
        return all;
    };
    const auto of_now = numbers();
    tables_->save_checkpoint("projector", 0, 1);
    settle();
    tables_.reset();
    {
        auto db = Database::open(folder_.path() / "tables.db", Database::Mode::write, {});
        ASSERT_TRUE(db) << db.error();
        Statement all = db->prepare("SELECT name, id FROM tables WHERE name = 'things'");
        ASSERT_TRUE(all.step());
        db->execute("UPDATE stream_" + std::to_string(all.integer(1)) +
                    " SET record = json_set(record, '$.dynamodb.SequenceNumber', printf('%021d', id % (1 << 48)))");
        all.reset();
        db->execute("PRAGMA user_version = 0");
        EXPECT_FALSE(db->take_error());
    }
    open();
    EXPECT_EQ(numbers(), of_now);
    EXPECT_EQ(tables_->checkpoint("projector", 0), 1U);
    put_thing("thing-0", R"("n":{"N":"1"})");
    const auto and_one = numbers();
    EXPECT_EQ(and_one.size(), of_now.size() + 1);
    EXPECT_EQ(std::set<std::string>(and_one.begin(), and_one.end()).size(), and_one.size());
    for (const auto& record : records("things")) {
        const auto& image = record.at("dynamodb").at("NewImage").as_object();
        if (!image.contains("note")) continue;
        EXPECT_EQ(image.at("note").at("S").as_string(), R"("SequenceNumber":"000000000000000000001")");
    }
}

TEST_F(Streams, AreReadInPagesAfterACheckpoint) {
    for (int i = 0; i < 5; ++i) put_thing("a", R"("n":{"N":")" + std::to_string(i) + "\"}");
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
        const auto first = stream("things", shard, 0, 2);
        if (first.empty()) continue;
        ASSERT_EQ(first.size(), 2U);
        EXPECT_EQ(stream("things", shard, first.back().sequence, 100).size(), 3U);
    }
}

TEST_F(Streams, ContinueNumberingAfterRestartAndTrim) {
    put_thing("a");
    const auto last = [&] {
        std::uint64_t highest = 0;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard)
            for (const auto& record : stream("things", shard, 0, 10)) highest = std::max(highest, record.sequence);
        return highest;
    };
    const auto first = last();
    advance(std::chrono::hours{25});
    EXPECT_EQ(last(), 0U) << "records older than a day are gone";
    tables_->expire(10);
    settle();
    open();
    put_thing("a", R"("n":{"N":"1"})");
    EXPECT_GT(last(), first);
}

TEST_F(Streams, NotifyReadersAfterTheCommit) {
    std::atomic<int> woken = 0;
    std::atomic<std::size_t> seen = 0;
    tables_->on_stream("things", [&] {
        std::size_t count = 0;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard) count += stream("things", shard, 0, 10).size();
        seen = count;
        ++woken;
    });
    put_thing("a");
    done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"a"}}})");
    settle();
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(seen, 1U);
}

TEST_F(Streams, KeepACheckpointPerReader) {
    EXPECT_EQ(tables_->checkpoint("projector", 2), 0U);
    tables_->save_checkpoint("projector", 2, 41);
    tables_->save_checkpoint("projector", 2, 42);
    tables_->save_checkpoint("pusher", 2, 7);
    EXPECT_EQ(tables_->checkpoint("projector", 2), 42U);
    settle();
    open();
    EXPECT_EQ(tables_->checkpoint("projector", 2), 42U);
    EXPECT_EQ(tables_->checkpoint("pusher", 2), 7U);
    EXPECT_EQ(tables_->checkpoint("pusher", 1), 0U);
}

TEST_F(Streams, RecordExpiredItems) {
    put_thing("short", R"("expiresAt":{"N":"1790000060"},"kind":{"S":"k"},"rank":{"N":"1"})");
    put_thing("long", R"("expiresAt":{"N":"1790009999"})");
    put_thing("text", R"("expiresAt":{"S":"1"})");
    put_thing("ancient", R"("expiresAt":{"N":"1000"})");
    put_thing("none");
    tables_->expire(100);
    settle();
    EXPECT_NE(thing("short"), "");
    advance(std::chrono::seconds{61});
    tables_->expire(100);
    settle();
    EXPECT_EQ(thing("short"), "");
    EXPECT_NE(thing("long"), "");
    EXPECT_NE(thing("text"), "");
    EXPECT_NE(thing("ancient"), "") << "more than five years past is no expiry";
    EXPECT_NE(thing("none"), "");
    const auto all = records("things");
    const auto removed =
        std::ranges::find_if(all, [](const auto& r) { return r.at("eventName").as_string() == "REMOVE"; });
    ASSERT_NE(removed, all.end());
    EXPECT_EQ(text(removed->at("userIdentity")), R"({"type":"Service","principalId":"dynamodb.amazonaws.com"})");
    EXPECT_EQ(done("Query", R"({"TableName":"test-things","IndexName":"by-kind","KeyConditionExpression":"kind = :k",
        "ExpressionAttributeValues":{":k":{"S":"k"}}})")
                  .at("Count"),
              "0");
}

TEST_F(Streams, ExpireAtMostTheLimitPerCall) {
    for (int i = 0; i < 5; ++i) put_thing(std::to_string(i), R"("expiresAt":{"N":"1789999999"})");
    tables_->expire(3);
    settle();
    EXPECT_EQ(done("Scan", R"({"TableName":"test-things","Select":"COUNT"})").at("Count"), "2");
}

}  // namespace
}  // namespace vitrine::host::tables::testing
