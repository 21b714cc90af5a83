#include "host/cli/watchdog.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <future>
#include <sstream>

namespace vitrine::host {
namespace {

using namespace std::chrono_literals;

constexpr auto test_timeout = 10s;  // of the tests: an event that does not come fails them

struct StallCounterTest : testing::Test {
    // What the count says after this long without a turn, looked at once an interval.
    std::chrono::milliseconds stand(std::chrono::milliseconds length) {
        std::chrono::milliseconds stood{0};
        for (auto passed = 0ms; passed < length; passed += interval) stood = count.look(false, now += interval);
        return stood;
    }
    static constexpr std::chrono::milliseconds interval{250};
    StallCounter count{interval};
    StallCounter::Time now{1h};
};

TEST_F(StallCounterTest, AccumulatesTimeWithoutATurn) {
    count.look(true, now);
    EXPECT_EQ(stand(5s), 5s);
}

TEST_F(StallCounterTest, ResetsOnEachTurn) {
    count.look(true, now);
    EXPECT_EQ(stand(4s), 4s);
    EXPECT_EQ(count.look(true, now += interval), 0ms);
    EXPECT_EQ(stand(1s), 1s);
}

TEST_F(StallCounterTest, CountsASuspendedMachineAsOneInterval) {
    count.look(true, now);
    EXPECT_EQ(count.look(false, now += 8h), interval);
    EXPECT_EQ(count.look(true, now += interval), 0ms);
}

TEST_F(StallCounterTest, CountsTheFirstLookAsOneInterval) {
    EXPECT_EQ(count.look(false, now), interval);
}

struct WatchdogTest : testing::Test {
    WatchdogOptions options() {
        return {
            .interval = 10ms, .stall_timeout = 200ms, .shutdown_timeout = 200ms, .end = [this](std::string_view why) {
                if (!std::exchange(has_ended, true)) ended.set_value(std::string(why));
            }};
    }
    std::string why() {
        auto future = ended.get_future();
        if (future.wait_for(test_timeout) != std::future_status::ready) return "not ended";
        return future.get();
    }

    boost::asio::io_context loop{1};
    std::promise<std::string> ended;
    bool has_ended = false;  // of the watchdog's thread
};

TEST_F(WatchdogTest, EndsTheProcessWhenItsLoopStalls) {
    std::promise<void> release;
    Watchdog watchdog(options(), [] {});
    boost::asio::post(loop, [&] { release.get_future().wait(); });
    watchdog.watch(loop);
    std::thread network([&] { loop.run(); });
    EXPECT_EQ(why(), "The event loop has not turned for 200 ms");
    release.set_value();
    network.join();
    watchdog.unwatch();
}

TEST_F(WatchdogTest, KeepsTheProcessWhileItsLoopTurns) {
    const auto work = boost::asio::make_work_guard(loop);
    WatchdogOptions patient = options();
    patient.stall_timeout = 2s;
    patient.shutdown_timeout = 3s;  // it has had time to run into its timeout
    Watchdog watchdog(patient, [] {});
    std::thread network([&] { loop.run(); });
    watchdog.watch(loop);
    ::kill(::getpid(), SIGTERM);
    EXPECT_EQ(why(), "The host has not ended within 3000 ms");
    watchdog.unwatch();
    loop.stop();
    network.join();
}

TEST_F(WatchdogTest, IgnoresALoopAfterUnwatch) {
    WatchdogOptions longer = options();
    longer.shutdown_timeout = 600ms;
    Watchdog watchdog(longer, [] {});
    watchdog.watch(loop);
    watchdog.unwatch();
    ::kill(::getpid(), SIGTERM);
    EXPECT_EQ(why(), "The host has not ended within 600 ms");
}

TEST_F(WatchdogTest, ForwardsSignalsAndEndsTheProcessAfterTheShutdownTimeout) {
    std::promise<void> twice;
    int signalled = 0;
    Watchdog watchdog(options(), [&] {
        if (++signalled == 2) twice.set_value();
    });
    ::kill(::getpid(), SIGTERM);
    EXPECT_EQ(why(), "The host has not ended within 200 ms");
    ::kill(::getpid(), SIGINT);
    EXPECT_EQ(twice.get_future().wait_for(test_timeout), std::future_status::ready);
}

TEST(TracedTest, ReadsTracerPidFromProcStatus) {
    std::istringstream nobody("Name:\tvitrine\nTracerPid:\t0\nUid:\t0\n");
    EXPECT_FALSE(says_traced(nobody));
    std::istringstream somebody("Name:\tvitrine\nTracerPid:\t4711\nUid:\t0\n");
    EXPECT_TRUE(says_traced(somebody));
}

}  // namespace
}  // namespace vitrine::host
