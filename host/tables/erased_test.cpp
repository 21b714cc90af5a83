// What is replaced or deleted is gone from the disk, not from the tables' answers alone.
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "host/tables/storage/sqlite.hpp"
#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

constexpr std::string_view mail = "never.found.again@example.com";

class Erased : public TablesTest {
protected:
    // How often these bytes stand in the files of the folder.
    [[nodiscard]] int copies(std::string_view text = mail) const {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            for (auto at = bytes.find(text); at != std::string::npos; at = bytes.find(text, at + 1)) ++count;
        }
        return count;
    }
    void put_customer(std::string_view id, std::string_view address, std::string_view more = "") {
        put_thing(id, R"("customer":{"S":")" + std::string(address) + R"("},"padding":{"S":")" +
                          std::string(3000, 'p') + "\"}" + std::string(more));
    }
    void read_all(std::string_view reader = "reader") {
        for (unsigned shard = 0; shard < shards_per_stream; ++shard)
            for (const auto& record : stream("things", shard, 0, 10'000))
                tables_->save_checkpoint(reader, shard, record.sequence);
    }
    void compact() { tables_->compact({{"things", "reader"}, {"things", "slow reader"}}); }
    std::size_t records_of_things() {
        std::size_t count = 0;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard) count += stream("things", shard, 0, 100).size();
        return count;
    }
    // A write that waits behind all that was asked for before.
    void settle() { done("PutItem", R"({"TableName":"test-plain","Item":{"id":{"S":"any"}}})"); }
    // Whether the bytes go while the host does what it does every second, and nobody writes.
    bool go(std::string_view text = mail) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (copies(text) > 0) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            compact();
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        return true;
    }
};

TEST_F(Erased, DeletedItemsLeaveNoCopyInAnyFile) {
    for (const char* id : {"a", "b", "c"}) put_customer(id, mail);
    for (int move = 0; move < 5; ++move) put_customer("a", mail, R"(,"n":{"N":")" + std::to_string(move) + "\"}");
    EXPECT_GT(copies(), 3);
    put_customer("a", "");
    put_customer("b", "");
    done("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"c"}}})");
    read_all();
    read_all("slow reader");
    EXPECT_TRUE(go()) << copies() << " copies are left";
}

TEST_F(Erased, ExpiredItemsLeaveNoCopy) {
    put_customer("short", mail, R"(,"expiresAt":{"N":"1790000060"})");
    advance(std::chrono::seconds{61});
    tables_->expire(100);
    settle();
    EXPECT_EQ(thing("short"), "");
    read_all();
    read_all("slow reader");
    EXPECT_TRUE(go()) << copies() << " copies are left";
}

TEST_F(Erased, RecordsStayUntilEveryReaderHasReadThem) {
    put_customer("a", mail);
    put_customer("a", "");
    read_all();
    for (int call = 0; call < 4; ++call) compact();
    settle();
    EXPECT_GT(copies(), 0);
    EXPECT_EQ(records_of_things(), 2U);
    read_all("slow reader");
    EXPECT_TRUE(go());
    EXPECT_EQ(records_of_things(), 0U);
    put_customer("a", "again");
    EXPECT_EQ(records_of_things(), 1U) << "and the next has a number beyond theirs";
}

TEST_F(Erased, UnreadRecordsAreDroppedAfter24Hours) {
    put_customer("a", mail);
    put_customer("a", "");
    advance(std::chrono::hours{25});
    tables_->expire(100);
    settle();
    EXPECT_TRUE(go()) << copies() << " copies are left";
}

TEST_F(Erased, CopiesAreRemovedDuringOtherWrites) {
    put_customer("a", mail);
    put_customer("a", "");
    read_all();
    read_all("slow reader");
    int calls = 0;
    for (; copies() > 0 && calls < 100; ++calls) {
        settle();
        compact();
        settle();
    }
    EXPECT_GE(calls, 25) << "a writer is not held up each time";
    EXPECT_LE(calls, 35);
}

TEST_F(Erased, DataLeftByAnEarlierVersionIsOverwritten) {
    for (int i = 0; i < 20; ++i) put_customer("id-" + std::to_string(i), std::to_string(i) + std::string(mail));
    settle();
    tables_.reset();
    {
        auto db = Database::open(folder_.path() / "tables.db", Database::Mode::write, {});
        ASSERT_TRUE(db) << db.error();
        std::int64_t id = 0;
        {
            Statement known = db->prepare("SELECT id FROM tables WHERE name = 'things'");
            ASSERT_TRUE(known.step());
            id = known.integer(0);
        }
        db->execute("PRAGMA secure_delete = OFF");
        db->execute("DELETE FROM items_" + std::to_string(id));
        db->execute("DELETE FROM stream_" + std::to_string(id));
        db->execute("PRAGMA user_version = 1");
        EXPECT_FALSE(db->take_error());
    }
    EXPECT_GT(copies(), 0);
    open();
    EXPECT_TRUE(go()) << copies() << " copies are left";
}

}  // namespace
}  // namespace vitrine::host::tables::testing
