#include "host/events/mappings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/events/tables_source.hpp"
#include "host/events/test_doubles.hpp"
#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class MappingsTest : public testing::Test {
protected:
    MappingsTest() {
        app.name = "demo";
        app.tables["notes"] = {
            .name = "notes", .partition = {"id", AttributeType::string}, .stream = StreamView::new_image};
        app.events = {{.stream = "notes", .to = "f"}};
        open();
    }
    void open() {
        tables.reset();
        auto opened = Tables::open(app, {folder.path(), "demo-local-", "eu-central-1", system_clock()});
        ASSERT_TRUE(opened) << opened.error();
        tables = std::move(*opened);
    }
    void put(const std::string& id) {
        bool answered = false;
        tables->execute(
            "PutItem", fmt::format(R"({{"TableName":"demo-local-notes","Item":{{"id":{{"S":"{}"}}}}}})", id),
            [](std::string_view, std::string_view) { return true; },
            [&](const TableAnswer& answer) {
                boost::asio::post(network, [&answered, status = answer.status] {
                    EXPECT_EQ(status, 200);
                    answered = true;
                });
            });
        ASSERT_TRUE(run_until(network, [&] { return answered; }));
    }
    MappingsOptions options() {
        return {"eu-central-1", "000000000000",  folder.path() / "queues",
                system_clock(), system_random(), Log::silent()};
    }
    bool delivered(std::size_t count) {
        return run_until(network, [&] { return functions.events.size() >= count; });
    }

    TemporaryFolder folder;
    App app;
    boost::asio::io_context network;
    std::unique_ptr<Tables> tables;
    ScriptedFunctions functions{network, [](const Invocation&) { return InvokeResult{Returned{"null"}}; }};
};

TEST_F(MappingsTest, InvokesTheFunctionAfterACommit) {
    TablesSource source(network, *tables);
    const Mappings mappings(network, app, source, functions, options());
    put("one");
    ASSERT_TRUE(delivered(1));
    EXPECT_THAT(functions.events[0], HasSubstr(R"("S":"one")"));
}

TEST_F(MappingsTest, ResumesAtItsCheckpointAfterARestart) {
    {
        TablesSource source(network, *tables);
        const Mappings mappings(network, app, source, functions, options());
        put("one");
        ASSERT_TRUE(delivered(1));
        run_until(network, [&] {
            return tables->checkpoint(reader_name(app.events[0]), 0) +
                       tables->checkpoint(reader_name(app.events[0]), 1) +
                       tables->checkpoint(reader_name(app.events[0]), 2) +
                       tables->checkpoint(reader_name(app.events[0]), 3) >
                   0;
        });
        network.poll();  // no read is under way when its source goes
    }
    functions.events.clear();
    open();
    TablesSource source(network, *tables);
    const Mappings mappings(network, app, source, functions, options());
    put("two");
    ASSERT_TRUE(delivered(1));
    ASSERT_THAT(functions.events, SizeIs(1));
    EXPECT_THAT(functions.events[0], HasSubstr(R"("S":"two")"));
}

TEST_F(MappingsTest, DoesNotDeliverSkippedRecords) {
    put("old");
    TablesSource::skip_to_end(*tables, reader_name(app.events[0]), "notes");
    TablesSource source(network, *tables);
    const Mappings mappings(network, app, source, functions, options());
    put("new");
    ASSERT_TRUE(delivered(1));
    EXPECT_THAT(functions.events[0], testing::Not(HasSubstr("old")));
    EXPECT_THAT(functions.events[0], HasSubstr("new"));
}

}  // namespace
}  // namespace vitrine::host
