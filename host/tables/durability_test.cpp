#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "host/tables/testing/tables_fixture.hpp"

namespace vitrine::host::tables::testing {
namespace {

using Durability = TablesTest;

const Authorize everyone = [](std::string_view, std::string_view) { return true; };

std::string put_plain(std::string_view id, std::string_view value = "x") {
    return R"({"TableName":"test-plain","Item":{"id":{"S":")" + std::string(id) + R"("},"v":{"S":")" +
           std::string(value) + "\"}}}";
}

TEST_F(Durability, KeepsItemsAndIndexesAcrossARestart) {
    EXPECT_TRUE(tables_->fresh());
    put_thing("a", R"("kind":{"S":"k"},"rank":{"N":"1"})");
    open();
    EXPECT_FALSE(tables_->fresh());
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"kind":{"S":"k"},"rank":{"N":"1"}})");
    EXPECT_EQ(done("Query", R"({"TableName":"test-things","IndexName":"by-kind","KeyConditionExpression":"kind = :k",
        "ExpressionAttributeValues":{":k":{"S":"k"}}})")
                  .at("Count"),
              "1");
}

TEST_F(Durability, SyncsBeforeEveryAnswer) {
    for (int i = 0; i < 5; ++i) {
        const auto before = tables_->counters();
        done("PutItem", put_plain(std::to_string(i)));
        const auto after = tables_->counters();
        EXPECT_GT(after.fsyncs, before.fsyncs) << "write " << i;
        EXPECT_EQ(after.commits, before.commits + 1);
    }
}

TEST_F(Durability, DoesNotSyncForReadsAndRefusals) {
    done("PutItem", put_plain("a"));
    const auto before = tables_->counters();
    done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"a"}}})");
    ask("PutItem",
        R"({"TableName":"test-plain","Item":{"id":{"S":"a"}},"ConditionExpression":"attribute_not_exists(id) "})");
    EXPECT_EQ(tables_->counters().fsyncs, before.fsyncs);
    EXPECT_EQ(tables_->counters().commits, before.commits);
}

TEST_F(Durability, CommitsConcurrentWritesAsAGroup) {
    constexpr int writes = 400;
    const auto before = tables_->counters();
    std::vector<std::promise<void>> answered(writes);
    for (int i = 0; i < writes; ++i)
        tables_->execute(
            "PutItem", put_plain(std::to_string(i)), everyone,
            [&promise = answered[static_cast<std::size_t>(i)]](const TableAnswer&) { promise.set_value(); });
    for (auto& promise : answered) promise.get_future().wait();
    const auto after = tables_->counters();
    EXPECT_EQ(after.commits - before.commits, writes);
    EXPECT_LT(after.fsyncs - before.fsyncs, writes / 4);
}

TEST_F(Durability, AnswersEachWriteOfAGroup) {
    done("PutItem", put_plain("taken"));
    std::vector<std::promise<int>> answered(100);
    for (std::size_t i = 0; i < answered.size(); ++i) {
        const std::string id = i % 2 == 0 ? "taken" : "free-" + std::to_string(i);
        tables_->execute("PutItem",
                         R"({"TableName":"test-plain","Item":{"id":{"S":")" + id +
                             R"("}},"ConditionExpression":"attribute_not_exists(id) "})",
                         everyone,
                         [&promise = answered[i]](const TableAnswer& answer) { promise.set_value(answer.status); });
    }
    for (std::size_t i = 0; i < answered.size(); ++i)
        EXPECT_EQ(answered[i].get_future().get(), i % 2 == 0 ? 400 : 200) << i;
}

TEST_F(Durability, RefusesAFolderInUse) {
    const auto second = Tables::open(sample_app(), options());
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find("is in use by process " + std::to_string(::getpid())), std::string::npos)
        << second.error();
    EXPECT_NE(second.error().find(folder_.path().string()), std::string::npos);
}

TEST_F(Durability, ReportsAnUnusableFolder) {
    TablesOptions wrong = options();
    wrong.folder = "/proc/none";
    const auto opened = Tables::open(sample_app(), wrong);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().find("/proc/none"), std::string::npos) << opened.error();
}

TEST_F(Durability, CreatesNewTablesAndFillsNewIndexes) {
    put_thing("a", R"("color":{"S":"red"},"expires2":{"N":"1790000001"})");
    put_thing("b", R"("color":{"N":"1"})");
    App app = sample_app();
    app.tables.at("things").indexes.push_back({"by-color", {"color", AttributeType::string}, {}, "all", {}});
    app.tables.at("things").ttl = "expires2";
    app.tables.emplace("more", Table{.name = "more",
                                     .partition = {"id", AttributeType::string},
                                     .sort = {},
                                     .ttl = {},
                                     .stream = StreamView::none,
                                     .indexes = {}});
    open(app);
    EXPECT_EQ(done("Query", R"({"TableName":"test-things","IndexName":"by-color","KeyConditionExpression":"color = :k",
        "ExpressionAttributeValues":{":k":{"S":"red"}}})")
                  .at("Count"),
              "1");
    done("PutItem", R"({"TableName":"test-more","Item":{"id":{"S":"a"}}})");
    advance(std::chrono::seconds{5});
    tables_->expire(10);
    done("DeleteItem", R"({"TableName":"test-things","Key":{"id":{"S":"none"}}})");
    EXPECT_EQ(thing("a"), "");
    open();  // without the index, and then with it again
    put_thing("c", R"("color":{"S":"red"})");
    open(app);
    EXPECT_EQ(done("Query", R"({"TableName":"test-things","IndexName":"by-color","KeyConditionExpression":"color = :k",
        "ExpressionAttributeValues":{":k":{"S":"red"}}})")
                  .at("Count"),
              "1");
}

TEST_F(Durability, RefusesAChangedKey) {
    App app = sample_app();
    app.tables.at("plain").partition = {"id", AttributeType::number};
    tables_.reset();
    const auto opened = Tables::open(app, options());
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().find("Table plain"), std::string::npos) << opened.error();
    EXPECT_NE(opened.error().find("vitrine reset"), std::string::npos);
    open();
    done("PutItem", put_plain("a"));
}

// A full disk, as the process sees it: no file may grow any more.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
};

TEST_F(Durability, Answers500WhenTheDiskIsFullAndRecovers) {
    done("PutItem", put_plain("before"));
    {
        const FileSizeLimit full(200 * 1024);
        const auto answer = ask("PutItem", put_plain("big", std::string(300 * 1024, 'x')));
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.error(), "InternalServerError");
        EXPECT_EQ(answer.text.find("SQL"), std::string::npos);
        done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"before"}}})");
    }
    EXPECT_EQ(done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"big"}}})").text, "{}");
    done("PutItem", put_plain("after"));
    open();
    EXPECT_NE(done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"after"}}})").at("Item"), "");
    EXPECT_NE(done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":"before"}}})").at("Item"), "");
}

TEST_F(Durability, CommitsSmallWritesWhenALargeOneDoesNotFit) {
    done("PutItem", put_plain("before"));
    const FileSizeLimit full(200 * 1024);
    std::promise<int> big;
    std::promise<int> small;
    tables_->execute("PutItem", put_plain("big", std::string(300 * 1024, 'x')), everyone,
                     [&](const TableAnswer& answer) { big.set_value(answer.status); });
    tables_->execute("PutItem", put_plain("small"), everyone,
                     [&](const TableAnswer& answer) { small.set_value(answer.status); });
    EXPECT_EQ(big.get_future().get(), 500);
    EXPECT_EQ(small.get_future().get(), 200);
}

// Writes without end, and says on the pipe which writes were acknowledged.
[[noreturn]] void write_until_killed(const TablesOptions& options, int report) {
    auto tables = Tables::open(sample_app(), options);
    if (!tables) ::_exit(1);
    for (int i = 0;; ++i) {
        std::promise<int> answered;
        (*tables)->execute("TransactWriteItems",
                           R"({"TransactItems":[{"Put":{"TableName":"test-things","Item":{"id":{"S":")" +
                               std::to_string(i) + R"("},"kind":{"S":"k"},"rank":{"N":")" + std::to_string(i) +
                               R"("}}}},{"Put":{"TableName":"test-plain","Item":{"id":{"S":")" + std::to_string(i) +
                               "\"}}}}]}",
                           everyone, [&](const TableAnswer& answer) { answered.set_value(answer.status); });
        if (answered.get_future().get() != 200 || ::write(report, &i, sizeof i) != sizeof i) ::_exit(1);
    }
}

TEST_F(Durability, KeepsAcknowledgedWritesAfterSigkill) {
    tables_.reset();
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) write_until_killed(options(), pipe[1]);
    ::close(pipe[1]);
    int last = -1;
    for (int i = 0; i <= 200; ++i) ASSERT_EQ(::read(pipe[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) continue;
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    open();
    ASSERT_GE(last, 200);
    std::size_t records = 0;
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) records += stream("things", shard, 0, 100'000).size();
    for (int i = 0; i <= last; ++i) {
        EXPECT_NE(thing(std::to_string(i)), "") << i;
        EXPECT_NE(done("GetItem", R"({"TableName":"test-plain","Key":{"id":{"S":")" + std::to_string(i) + "\"}}}").text,
                  "{}")
            << i;
    }
    // What was under way may be there or not, but then in both tables, in the index and on the stream.
    const auto count = [&](std::string_view table) {
        return std::stoul(done("Scan", R"({"Select":"COUNT","TableName":")" + std::string(table) + "\"}").at("Count"));
    };
    EXPECT_EQ(count("test-things"), count("test-plain"));
    EXPECT_EQ(records, count("test-things"));
    EXPECT_EQ(
        done("Query",
             R"({"TableName":"test-things","IndexName":"by-kind","Select":"COUNT","KeyConditionExpression":"kind = :k",
        "ExpressionAttributeValues":{":k":{"S":"k"}}})")
            .at("Count"),
        std::to_string(records));
}

TEST_F(Durability, ReadsFromManyThreadsWhileWriting) {
    put_thing("a", R"("n":{"N":"0"})");
    std::atomic<bool> ending = false;
    std::vector<std::thread> readers;
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            while (!ending) {
                const auto got =
                    testing::ask(*tables_, "GetItem", R"({"TableName":"test-things","Key":{"id":{"S":"a"}}})");
                if (got.status != 200 || got.at("Item").empty()) ++wrong;
                static_cast<void>(tables_->read_stream("things", 0, 0, 10));
                static_cast<void>(tables_->counters());
            }
        });
    for (int i = 0; i < 200; ++i) put_thing("a", R"("n":{"N":")" + std::to_string(i) + "\"}");
    ending = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(thing("a"), R"({"id":{"S":"a"},"n":{"N":"199"}})");
}

}  // namespace
}  // namespace vitrine::host::tables::testing
