// What becomes of the tables on a disk that fails: no acknowledged write is lost, nothing is half done, whoever could
// not be served is told so, and all is well again once the disk is.
#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "host/tables/testing/disk_fixture.hpp"
#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

// In memory: the disk that counts here is the one that is played.
std::filesystem::path fast_folder() {
    return std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
}

std::string put(std::string_view table, std::string_view id, int value, std::string_view more = "") {
    return R"({"Put":{"TableName":"test-)" + std::string(table) + R"(","Item":{"id":{"S":")" + std::string(id) +
           R"("},"n":{"N":")" + std::to_string(value) + "\"}" + std::string(more) + "}}}";
}

// Tables on a played disk, and what a client knows of them: each of a few ids is written again and again, in two
// tables at once.
class TablesOnLossyDisk {
public:
    explicit TablesOnLossyDisk(std::uint64_t seed)
        : disk(seed), random_(seed * 7919), folder_(fast_folder()), files_(disk), now_(1'700'000'000'000) {}
    ~TablesOnLossyDisk() { tables.reset(); }
    TablesOnLossyDisk(const TablesOnLossyDisk&) = delete;
    TablesOnLossyDisk& operator=(const TablesOnLossyDisk&) = delete;

    bool open() {
        auto opened = Tables::open(sample_app(), {.folder = folder_.path(),
                                                  .name_prefix = "test-",
                                                  .region = "eu-west-1",
                                                  .clock = [this] { return Instant{Milliseconds{now_}}; },
                                                  .files = files_.name()});
        if (opened) tables = std::move(*opened);
        return opened.has_value();
    }
    void close() { tables.reset(); }
    void lose_power() {
        close();
        disk.restore(folder_.path());
    }

    // Writes the next value of an id. The status.
    int write() {
        const std::string id = "id-" + std::to_string(random_() % ids);
        const int value = ++value_;
        const std::string rank = R"(,"kind":{"S":"k"},"rank":{"N":")" + std::to_string(value) + "\"}";
        const std::string padding = R"(,"v":{"S":")" + std::string(random_() % 6000, 'x') + "\"}";
        const auto answer = ask(
            *tables, "TransactWriteItems",
            R"({"TransactItems":[)" + put("things", id, value, rank) + ',' + put("plain", id, value, padding) + "]}");
        if (answer.status == 200) {
            known_[id] = {value};
            ++acknowledged;
        } else {
            EXPECT_EQ(answer.status, 500) << answer.text;
            EXPECT_EQ(answer.error(), "InternalServerError") << answer.text;
            known_[id].insert(value);
        }
        if (answer.status == 200) written_.insert(value);
        return answer.status;
    }
    // The value of an id; 0 where there is none, -1 where it cannot be read.
    int read(std::string_view table, const std::string& id) {
        const auto answer =
            ask(*tables, "GetItem",
                R"({"TableName":"test-)" + std::string(table) + R"(","Key":{"id":{"S":")" + id + "\"}}}");
        if (answer.status != 200) return -1;
        const auto* item = answer.json.as_object().if_contains("Item");
        return item == nullptr ? 0 : std::stoi(std::string(item->at("n").at("N").as_string()));
    }
    void expect_reads_to_be_true_or_refused() {
        for (const auto& [id, values] : known_) {
            const int value = read("plain", id);
            const bool fits = value < 0 || (value == 0 ? is_doubtful(id) : values.contains(value));
            EXPECT_TRUE(fits) << id << " is " << value;
        }
    }
    // With a disk that works.
    void expect_all_to_be_whole() {
        std::size_t there = 0;
        for (const auto& [id, values] : known_) {
            const int value = read("things", id);
            const bool fits = value == 0 ? is_doubtful(id) : values.contains(value);
            EXPECT_TRUE(fits) << id << " is " << value;
            EXPECT_EQ(read("plain", id), value) << id << " is half written";
            there += value == 0 ? 0 : 1;
        }
        const auto indexed = ask(*tables, "Query",
                                 R"({"TableName":"test-things","IndexName":"by-kind","Select":"COUNT",
            "KeyConditionExpression":"kind = :k","ExpressionAttributeValues":{":k":{"S":"k"}}})");
        EXPECT_EQ(indexed.at("Count"), std::to_string(there)) << indexed.text;
        expect_the_stream_to_be_complete();
    }

    LossyDisk disk;
    std::unique_ptr<Tables> tables;
    int acknowledged = 0;

private:
    static constexpr std::uint64_t ids = 6;

    // No acknowledged value is among the known ones: they are all in doubt.
    [[nodiscard]] bool is_doubtful(const std::string& id) const {
        const auto& values = known_.at(id);
        return std::ranges::none_of(values, [this](int value) { return written_.contains(value); });
    }
    void expect_the_stream_to_be_complete() {
        std::set<int> streamed;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
            std::uint64_t last = 0;
            for (const StreamRecord& record : stream_of(*tables, "things", shard, 0, 10'000)) {
                EXPECT_GT(record.sequence, last);
                last = record.sequence;
                const auto json = boost::json::parse(record.json);
                const auto& image = json.at("dynamodb").at("NewImage");
                EXPECT_TRUE(streamed.insert(std::stoi(std::string(image.at("n").at("N").as_string()))).second);
            }
        }
        for (const int value : written_) EXPECT_TRUE(streamed.contains(value)) << value << " is not on the stream";
    }

    std::mt19937_64 random_;
    TemporaryFolder folder_;
    FaultyFiles files_;
    std::int64_t now_;
    int value_ = 0;
    std::map<std::string, std::set<int>> known_;  // the last acknowledged value and those in doubt since
    std::set<int> written_;                       // all acknowledged
};

TEST(Disk, KeepsAcknowledgedWritesWholeAfterPowerLoss) {
    int lost_power = 0;
    int acknowledged = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        TablesOnLossyDisk lossy(seed);
        ASSERT_TRUE(lossy.open());
        std::mt19937_64 random(seed);
        for (int round = 0; round < 2; ++round) {
            lossy.disk.cut_power_after(1 + random() % 250);
            for (int i = 0; i < 40 && !lossy.disk.dark(); ++i) lossy.write();
            lost_power += lossy.disk.dark() ? 1 : 0;
            lossy.lose_power();
            ASSERT_TRUE(lossy.open());
            lossy.expect_all_to_be_whole();
        }
        acknowledged += lossy.acknowledged;
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(lost_power, 60);
    EXPECT_GT(acknowledged, 1'000);
}

TEST(Disk, LeavesAUsableFolderAfterPowerLossDuringCreation) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        TablesOnLossyDisk lossy(seed);
        lossy.disk.cut_power_after(1 + seed);
        static_cast<void>(lossy.open());
        lossy.lose_power();
        ASSERT_TRUE(lossy.open());
        EXPECT_EQ(lossy.write(), 200);
        lossy.expect_all_to_be_whole();
    }
}

TEST(Disk, AnswersErrorsWith500AndRecovers) {
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        TablesOnLossyDisk lossy(seed);
        ASSERT_TRUE(lossy.open());
        if (seed % 2 == 0) lossy.write();
        std::mt19937_64 random(seed);
        const auto rate = [&] { return static_cast<double>(random() % 4) * 0.1; };
        for (int round = 0; round < 3; ++round) {
            if (round == 1) {
                lossy.close();  // so that statements are prepared, and numbers looked up, while reads fail
                ASSERT_TRUE(lossy.open());
            }
            lossy.disk.break_calls(rate(), rate(), rate());
            for (int i = 0; i < 12; ++i) refused += lossy.write() == 200 ? 0 : 1;
            lossy.expect_reads_to_be_true_or_refused();
            lossy.disk.break_calls(0, 0, 0);
            for (int i = 0; i < 4; ++i) EXPECT_EQ(lossy.write(), 200) << "although the disk works again";
            lossy.expect_all_to_be_whole();
        }
        lossy.lose_power();
        ASSERT_TRUE(lossy.open());
        lossy.expect_all_to_be_whole();
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(refused, 200);
}

TEST(Disk, ReportsReadErrorsOfAStream) {
    TablesOnLossyDisk lossy(1);
    ASSERT_TRUE(lossy.open());
    for (int i = 0; i < 20; ++i) ASSERT_EQ(lossy.write(), 200);
    lossy.close();
    ASSERT_TRUE(lossy.open());
    lossy.disk.break_calls(1, 0, 0);
    for (unsigned shard = 0; shard < shards_per_stream; ++shard)
        EXPECT_FALSE(lossy.tables->read_stream("things", shard, 0, 10));
    lossy.disk.break_calls(0, 0, 0);
    lossy.expect_all_to_be_whole();
}

TEST(Disk, ReportsErrorsOnOpenWithoutDamage) {
    int refused = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        TablesOnLossyDisk lossy(seed);
        ASSERT_TRUE(lossy.open());
        for (int i = 0; i < 5; ++i) EXPECT_EQ(lossy.write(), 200);
        lossy.close();
        lossy.disk.break_calls(0.1, 0.1, 0.1);
        const bool opened = lossy.open();
        refused += opened ? 0 : 1;
        lossy.disk.break_calls(0, 0, 0);
        ASSERT_TRUE(opened || lossy.open());
        EXPECT_EQ(lossy.write(), 200);
        lossy.expect_all_to_be_whole();
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(refused, 20);
}

TEST(Disk, RefusesWritesWhenFullAndRecovers) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed);
        TablesOnLossyDisk lossy(seed);
        ASSERT_TRUE(lossy.open());
        lossy.disk.set_room(300'000 + seed * 5'000);
        int refused = 0;
        for (int i = 0; i < 400 && refused < 5; ++i) refused += lossy.write() == 200 ? 0 : 1;
        EXPECT_EQ(refused, 5);
        lossy.expect_all_to_be_whole();
        lossy.disk.set_room(UINT64_MAX);
        for (int i = 0; i < 5; ++i) EXPECT_EQ(lossy.write(), 200);
        lossy.lose_power();
        ASSERT_TRUE(lossy.open());
        lossy.expect_all_to_be_whole();
        if (::testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace vitrine::host::tables::testing
