#include "host/events/schedules.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "host/events/test_doubles.hpp"
#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using namespace std::chrono_literals;

SchedulesOptions options() {
    return {"eu-central-1", "000000000000", [] { return Instant{1'700'000'000'123ms}; },
            [](std::span<std::uint8_t> out) { std::ranges::fill(out, std::uint8_t{7}); }, Log::silent()};
}

TEST(ScheduledEvent, HasTheFormOfEventBridgeScheduler) {
    const auto event = boost::json::parse(scheduled_event(options(), "demo-local-sweeper")).as_object();
    EXPECT_EQ(event.at("source"), "aws.scheduler");
    EXPECT_EQ(event.at("detail-type"), "Scheduled Event");
    EXPECT_EQ(event.at("time"), "2023-11-14T22:13:20Z");
    EXPECT_EQ(event.at("resources").as_array().at(0),
              "arn:aws:scheduler:eu-central-1:000000000000:schedule/default/demo-local-sweeper");
    EXPECT_EQ(event.at("detail"), "{}");
}

TEST(PeriodicTimer, FiresUntilDestroyed) {
    boost::asio::io_context network;
    int calls = 0;
    auto timer = std::make_unique<PeriodicTimer>(network, 1ms, [&] { ++calls; });
    EXPECT_TRUE(run_until(network, [&] { return calls == 3; }));
    timer.reset();
    network.restart();
    network.run();
    EXPECT_EQ(calls, 3);
}

TEST(Schedules, InvokeTheFunctionEveryPeriod) {
    boost::asio::io_context network;
    ScriptedFunctions functions(network, [](const Invocation& invocation) -> InvokeResult {
        EXPECT_EQ(invocation.function, "sweeper");
        return Returned{"null"};
    });
    App app{.name = "demo", .schedules = {{1s, "sweeper"}}};
    const Schedules schedules(network, app, functions, options());
    EXPECT_TRUE(run_until(network, [&] { return functions.events.size() == 2; }));
}

// Has an event in hand for as long as the test wants.
struct BusyFunction final : FunctionService {
    void invoke(Invocation, InvokeDone done) override { answer = std::move(done); }
    InvokeDone answer;
};

TEST(Schedules, LogNoFailureOfInvocationsCancelledAtShutdown) {
    boost::asio::io_context network;
    BusyFunction function;
    App app{.name = "demo", .schedules = {{1s, "sweeper"}}};
    int warnings = 0;
    SchedulesOptions logged = options();
    logged.log = Log([&](Level, std::string_view) { ++warnings; }, Level::warning, logged.clock);
    auto schedules = std::make_unique<Schedules>(network, app, function, logged);
    EXPECT_TRUE(run_until(network, [&] { return function.answer != nullptr; }));
    function.answer(FunctionFailed{"Runtime.ExitError", "crashed"});
    EXPECT_EQ(warnings, 1);
    schedules.reset();
    function.answer(FunctionFailed{"Runtime.ExitError", "the host is stopping"});
    EXPECT_EQ(warnings, 1);
}

}  // namespace
}  // namespace vitrine::host
