#include "host/events/tables_source.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <future>
#include <set>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

class TablesSourceTest : public testing::Test {
protected:
    TablesSourceTest() {
        app.name = "demo";
        app.tables["notes"] = {
            .name = "notes", .partition = {"id", AttributeType::string}, .stream = StreamView::new_image};
        auto opened = Tables::open(app, {folder.path(), "demo-local-", "eu-central-1", system_clock()});
        if (!opened) throw std::runtime_error(opened.error());
        tables = std::move(*opened);
        source = std::make_unique<TablesSource>(network, *tables);
        source->watch("notes", [this](Shard shard) { shards.push_back(std::move(shard)); }, [] {});
        EXPECT_TRUE(run_until(network, [&] { return shards.size() == shards_per_stream; }));
    }
    void put(int id) {
        std::promise<int> answered;
        tables->execute(
            "PutItem", fmt::format(R"({{"TableName":"demo-local-notes","Item":{{"id":{{"S":"{}"}}}}}})", id),
            [](std::string_view, std::string_view) { return true; },
            [&](const TableAnswer& answer) { answered.set_value(answer.status); });
        ASSERT_EQ(answered.get_future().get(), 200);
    }
    std::vector<Record> read(const Shard& shard, const std::string& after, std::size_t limit = 1000) {
        std::optional<StreamSource::Records> found;
        source->read(shard, after, limit, [&](StreamSource::Records records) { found = std::move(records); });
        EXPECT_TRUE(run_until(network, [&] { return found.has_value(); }));
        return found && *found ? **found : std::vector<Record>{};
    }

    TemporaryFolder folder;
    App app;
    boost::asio::io_context network;
    std::unique_ptr<Tables> tables;
    std::unique_ptr<TablesSource> source;
    std::vector<Shard> shards;
};

TEST_F(TablesSourceTest, GivesEachRecordAUniqueSequenceNumber) {
    for (int id = 0; id < 40; ++id) put(id);
    std::set<std::string> seen;
    for (const Shard& shard : shards) {
        for (const Record& record : read(shard, "")) {
            EXPECT_EQ(boost::json::parse(record.json).at("dynamodb").at("SequenceNumber").as_string(), record.sequence);
            EXPECT_TRUE(seen.insert(record.sequence).second) << record.sequence;
        }
    }
    EXPECT_EQ(seen.size(), 40U);
}

TEST_F(TablesSourceTest, ResumesAfterACheckpoint) {
    for (int id = 0; id < 40; ++id) put(id);
    for (const Shard& shard : shards) {
        const auto all = read(shard, "");
        ASSERT_GE(all.size(), 3U);
        source->save_checkpoint("reader", shard, all[1].sequence);
        EXPECT_EQ(source->checkpoint("reader", shard), all[1].sequence);
        const auto rest = read(shard, source->checkpoint("reader", shard), 1);
        ASSERT_EQ(rest.size(), 1U);
        EXPECT_EQ(rest.front().sequence, all[2].sequence);
        EXPECT_TRUE(read(shard, all.back().sequence).empty());
        EXPECT_EQ(source->checkpoint("another", shard), "") << "at its beginning";
    }
}

}  // namespace
}  // namespace vitrine::host
