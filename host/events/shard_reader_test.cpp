#include "host/events/shard_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>

#include "host/events/test_doubles.hpp"
#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant now{1'700'000'000'000ms};

class ShardReaderTest : public testing::Test {
protected:
    // Records 1..count; each carries its number as "n".
    void fill(int count) {
        for (int n = static_cast<int>(stream.records.size()) + 1; count > 0; ++n, --count) {
            stream.records.push_back({fmt::format("{:03}", n), now, fmt::format(R"({{"n":{}}})", n)});
        }
    }
    void start() {
        for (const std::string& text : mapping.filters) filters.push_back(*Pattern::parse(text));
        reader = std::make_shared<ShardReader>(network, mapping, filters, Shard{"notes", "shard-0"}, stream, functions,
                                               options);
        reader->wake();
    }
    bool done_to(std::string_view sequence) {
        return run_until(network, [&] { return stream.checkpoints["m"] == sequence; });
    }
    // The numbers of each batch, as "1 2 3".
    std::vector<std::string> batches() const {
        std::vector<std::string> found;
        for (const std::string& event : functions.events) {
            std::string numbers;
            const auto parsed = boost::json::parse(event);
            for (const auto& record : parsed.at("Records").as_array()) {
                numbers += fmt::format("{}{}", numbers.empty() ? "" : " ", record.at("n").as_int64());
            }
            found.push_back(numbers);
        }
        return found;
    }
    bool holds(const Invocation& invocation, int n) const {
        return invocation.payload.find(fmt::format("\"n\":{}}}", n)) != std::string::npos;
    }
    std::string queue() const {
        std::ifstream file(folder.path() / "lost.jsonl");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    TemporaryFolder folder;
    boost::asio::io_context network;
    FakeStream stream{network};
    ScriptedFunctions functions{network, [](const Invocation&) { return InvokeResult{Returned{"null"}}; }};
    StreamMapping mapping{.stream = "notes", .to = "f", .batch = 4, .retries = 2};
    std::vector<Pattern> filters;
    ShardReaderOptions options{.name = "m",
                               .function_arn = "arn:f",
                               .queues = folder.path(),
                               .min_backoff = 1ms,
                               .max_backoff = 2ms,
                               .clock = [] { return now; },
                               .random = system_random(),
                               .log = Log::silent()};
    std::shared_ptr<ShardReader> reader;
};

TEST_F(ShardReaderTest, DeliversInOrderInBatchesOfTheConfiguredSize) {
    fill(10);
    start();
    ASSERT_TRUE(done_to("010"));
    EXPECT_THAT(batches(), ElementsAre("1 2 3 4", "5 6 7 8", "9 10"));
}

TEST_F(ShardReaderTest, ResumesAfterItsCheckpoint) {
    fill(3);
    stream.checkpoints["m"] = "002";
    start();
    ASSERT_TRUE(done_to("003"));
    EXPECT_THAT(batches(), ElementsAre("3"));
}

TEST_F(ShardReaderTest, ReadsNewRecordsWhenWoken) {
    fill(1);
    start();
    ASSERT_TRUE(done_to("001"));
    fill(2);
    reader->wake();
    ASSERT_TRUE(done_to("003"));
    EXPECT_THAT(batches(), ElementsAre("1", "2 3"));
}

TEST_F(ShardReaderTest, SkipsRecordsThatMatchNoFilter) {
    mapping.filters = {R"({"n":[{"numeric":[">",2,"<=",4]}]})", R"({"n":[6]})"};
    fill(7);
    start();
    ASSERT_TRUE(done_to("007"));
    EXPECT_THAT(batches(), ElementsAre("3 4", "6"));
}

TEST_F(ShardReaderTest, FiltersRecordsOfDynamoDbsMaximumDepth) {
    std::string deep = R"({"S":"x"})";
    for (int level = 0; level < 31; ++level) deep = R"({"L":[)" + deep + "]}";
    mapping.filters = {R"({"eventName":["INSERT"]})"};
    stream.records.push_back(
        {"001", now, R"({"n":1,"eventName":"INSERT","dynamodb":{"NewImage":{"deep":)" + deep + "}}}"});
    start();
    ASSERT_TRUE(run_until(network, [&] { return !functions.events.empty(); }));
    EXPECT_THAT(functions.events.front(), testing::HasSubstr(deep));
}

TEST_F(ShardReaderTest, BisectsAFailedBatchAndDeliversTheRest) {
    functions.script = [&](const Invocation& i) -> InvokeResult {
        if (holds(i, 3)) return FunctionFailed{"Oops", "no"};
        return Returned{"null"};
    };
    mapping.on_failure = "lost";
    fill(5);
    start();
    ASSERT_TRUE(done_to("005"));
    EXPECT_THAT(batches(), ElementsAre("1 2 3 4", "1 2", "3 4", "3", "3", "3", "4", "5"));
    const auto record = boost::json::parse(queue());
    EXPECT_EQ(record.at("requestContext").at("condition"), "RetryAttemptsExhausted");
    EXPECT_EQ(record.at("requestContext").at("approximateInvokeCount").as_int64(), 5);
    EXPECT_EQ(record.at("DDBStreamBatchInfo").at("startSequenceNumber"), "003");
    EXPECT_EQ(record.at("DDBStreamBatchInfo").at("batchSize").as_int64(), 1);
}

TEST_F(ShardReaderTest, WithoutBisectRetriesAndDiscardsTheWholeBatch) {
    functions.script = [&](const Invocation& i) -> InvokeResult {
        if (holds(i, 3)) return FunctionTimedOut{};
        return Returned{"null"};
    };
    mapping.bisect = false;
    mapping.retries = 1;
    fill(5);
    start();
    ASSERT_TRUE(done_to("005"));
    EXPECT_THAT(batches(), ElementsAre("1 2 3 4", "1 2 3 4", "5"));
    EXPECT_THAT(queue(), IsEmpty());  // none is named
}

TEST_F(ShardReaderTest, NeverDiscardsWithUnlimitedRetries) {
    mapping.retries = -1;
    fill(2);
    int tries = 0;
    functions.script = [&](const Invocation& i) -> InvokeResult {
        if (holds(i, 1) && ++tries < 20) return FunctionFailed{"Oops", "no"};
        return Returned{"null"};
    };
    start();
    ASSERT_TRUE(done_to("002"));
    EXPECT_EQ(batches().back(), "2");
    EXPECT_EQ(tries, 20);
}

TEST_F(ShardReaderTest, RetriesFromTheReportedRecord) {
    bool reported = false;
    functions.script = [&](const Invocation& i) -> InvokeResult {
        if (holds(i, 3) && !std::exchange(reported, true)) {
            return Returned{R"({"batchItemFailures":[{"itemIdentifier":"003"}]})"};
        }
        return Returned{R"({"batchItemFailures":[]})"};
    };
    fill(4);
    start();
    ASSERT_TRUE(done_to("004"));
    EXPECT_THAT(batches(), ElementsAre("1 2 3 4", "3 4"));
}

TEST_F(ShardReaderTest, DiscardsARepeatedlyReportedRecordAlone) {
    mapping.on_failure = "lost";
    functions.script = [&](const Invocation& i) -> InvokeResult {
        if (holds(i, 2)) return Returned{R"({"batchItemFailures":[{"itemIdentifier":"002"}]})"};
        return Returned{"null"};
    };
    fill(4);
    start();
    ASSERT_TRUE(done_to("004"));
    EXPECT_THAT(batches(), ElementsAre("1 2 3 4", "2 3 4", "2", "3 4"));
    EXPECT_EQ(boost::json::parse(queue()).at("DDBStreamBatchInfo").at("startSequenceNumber"), "002");
}

TEST_F(ShardReaderTest, IgnoresReportsUnlessConfigured) {
    mapping.report_failures = false;
    functions.script = [](const Invocation&) -> InvokeResult {
        return Returned{R"({"batchItemFailures":[{"itemIdentifier":"001"}]})"};
    };
    fill(1);
    start();
    ASSERT_TRUE(done_to("001"));
    EXPECT_THAT(batches(), ElementsAre("1"));
}

TEST_F(ShardReaderTest, DiscardsRecordsAboveTheMaximumAge) {
    mapping.maximum_age = 60s;
    mapping.on_failure = "lost";
    fill(3);
    stream.records[0].created = now - 61s;
    start();
    ASSERT_TRUE(done_to("003"));
    EXPECT_THAT(batches(), ElementsAre("2 3"));
    const auto record = boost::json::parse(queue());
    EXPECT_EQ(record.at("requestContext").at("condition"), "RecordAgeExceeded");
    EXPECT_FALSE(record.as_object().contains("responseContext"));
}

TEST_F(ShardReaderTest, DoesNotCountAttemptsOnABusyFunction) {
    mapping.retries = 0;
    int refused = 0;
    functions.script = [&](const Invocation&) -> InvokeResult {
        if (++refused <= 5) return NotStarted{};
        return Returned{"null"};
    };
    fill(2);
    start();
    ASSERT_TRUE(done_to("002"));
    EXPECT_EQ(batches().back(), "1 2");
}

TEST_F(ShardReaderTest, KeepsBatchesWithinLambdasEventLimit) {
    mapping.batch = 10;
    for (int n = 1; n <= 3; ++n) {
        stream.records.push_back(
            {fmt::format("{:03}", n), now, fmt::format(R"({{"n":{},"text":"{}"}})", n, std::string(2'500'000, 'x'))});
    }
    start();
    ASSERT_TRUE(done_to("003"));
    EXPECT_THAT(batches(), ElementsAre("1 2", "3"));
}

}  // namespace
}  // namespace vitrine::host
