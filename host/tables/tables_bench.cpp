// What one operation costs in process, fsync included for writes: ninja host_tables_bench.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "host/tables/tables.hpp"

namespace {

using namespace vitrine;
using namespace vitrine::host;

const Authorize everyone = [](std::string_view, std::string_view) { return true; };

// 1,000 items of some 1.5 KB.
class BenchTables {
public:
    BenchTables() {
        std::string folder = (std::filesystem::temp_directory_path() / "tables-bench-XXXXXX").string();
        if (::mkdtemp(folder.data()) == nullptr) std::abort();
        folder_ = folder;
        App app;
        app.tables.emplace("things", Table{.name = "things",
                                           .partition = {"id", AttributeType::string},
                                           .sort = {},
                                           .ttl = {},
                                           .stream = StreamView::new_and_old,
                                           .indexes = {}});
        tables_ =
            *Tables::open(app, {.folder = folder_, .name_prefix = "", .region = "eu-west-1", .clock = system_clock()});
        for (int i = 0; i < 1000; ++i) ask("PutItem", put(i, 0));
    }
    ~BenchTables() {
        tables_.reset();
        std::filesystem::remove_all(folder_);
    }
    TableAnswer ask(std::string_view operation, const std::string& body) {
        std::promise<TableAnswer> answer;
        tables_->execute(operation, body, everyone, [&](TableAnswer given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }
    // All at once, and then waits for all answers.
    void ask_all(std::string_view operation, const std::vector<std::string>& bodies) {
        std::atomic<std::size_t> left = bodies.size();
        std::promise<void> all;
        for (const std::string& body : bodies)
            tables_->execute(operation, body, everyone, [&](const TableAnswer& answer) {
                if (answer.status != 200) std::abort();
                if (--left == 0) all.set_value();
            });
        all.get_future().wait();
    }
    static std::string key(int i) { return R"("Key":{"id":{"S":"thing-)" + std::to_string(i % 1000) + R"("}})"; }
    static std::string put(int i, int version) {
        return R"({"TableName":"things","Item":{"id":{"S":"thing-)" + std::to_string(i % 1000) +
               R"("},"version":{"N":")" + std::to_string(version) + R"("},"available":{"N":"1000000"},"text":{"S":")" +
               std::string(1400, 'x') + R"("}}})";
    }
    static std::string take(int i, std::string_view token) {
        std::string body = R"({"ClientRequestToken":")" + std::string(token) + R"(","TransactItems":[)";
        for (int part = 0; part < 4; ++part)
            body +=
                (part > 0 ? "," : "") +
                (R"({"Update":{"TableName":"things",)" + key(i * 4 + part) +
                 R"(,"UpdateExpression":"SET available = available - :one","ConditionExpression":"available >= :one",)"
                 R"("ExpressionAttributeValues":{":one":{"N":"1"}}}})");
        return body + "]}";
    }

private:
    std::filesystem::path folder_;
    std::unique_ptr<Tables> tables_;
};

void get_item(benchmark::State& state) {
    BenchTables tables;
    int i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(
            tables.ask("GetItem", R"({"TableName":"things","ConsistentRead":true,)" + BenchTables::key(++i) + "}"));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(get_item)->UseRealTime()->MeasureProcessCPUTime();

void put_item_alone(benchmark::State& state) {
    BenchTables tables;
    int i = 0;
    for (auto _ : state) {
        ++i;
        tables.ask("PutItem", BenchTables::put(i, i));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(put_item_alone)->UseRealTime()->MeasureProcessCPUTime();

void put_item_64_at_once(benchmark::State& state) {
    BenchTables tables;
    int i = 0;
    for (auto _ : state) {
        std::vector<std::string> bodies;
        for (int n = 0; n < 64; ++n, ++i) bodies.push_back(BenchTables::put(i, i));
        tables.ask_all("PutItem", bodies);
    }
    state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(put_item_64_at_once)->UseRealTime()->MeasureProcessCPUTime();

void transact_write_4_items_64_at_once(benchmark::State& state) {
    BenchTables tables;
    int i = 0;
    for (auto _ : state) {
        std::vector<std::string> bodies;
        for (int n = 0; n < 64; ++n, ++i) bodies.push_back(BenchTables::take(i, "token-" + std::to_string(i)));
        tables.ask_all("TransactWriteItems", bodies);
    }
    state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(transact_write_4_items_64_at_once)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace

BENCHMARK_MAIN();
