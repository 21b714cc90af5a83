// Sees to it that a program ends when it is told to, and that its event loop turns: from a thread of its own, since a
// loop that spins or hangs can do neither.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

namespace vitrine::host {

// How long an event loop has not turned, in time in which this program ran. A machine asleep, a stopped process and a
// debugger stop whoever counts as well: what passes between two looks counts for no more than one look's time.
class StallCounter {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit StallCounter(std::chrono::milliseconds interval) : interval_(interval) {}

    // `turned`: since the last look, or there is no loop to turn. How long it has stood by now.
    std::chrono::milliseconds look(bool turned, Time now);

private:
    std::chrono::milliseconds interval_;
    std::chrono::milliseconds stood_{0};
    Time last_{};
};

struct WatchdogOptions {
    std::chrono::milliseconds interval{250};            // how often it looks
    std::chrono::milliseconds stall_timeout{5'000};     // with a loop that does not turn
    std::chrono::milliseconds shutdown_timeout{8'000};  // from the first signal to the program's end
    std::function<void(std::string_view why)> end;      // on the watchdog's thread; not expected to return
};

class Watchdog {
public:
    // SIGINT and SIGTERM go to `on_stop_signal` from here on, on the watchdog's thread, each time one comes.
    // Constructed before any other thread, so that all of them leave these signals alone.
    Watchdog(WatchdogOptions options, std::function<void()> on_stop_signal);
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    // Expects this loop to turn, from its first turn on until `unwatch`.
    void watch(boost::asio::io_context& loop);
    void unwatch();

private:
    struct Turn;

    void run();
    void on_signal();
    [[nodiscard]] bool turned();

    WatchdogOptions options_;
    std::function<void()> on_stop_signal_;
    StallCounter stall_;
    std::chrono::steady_clock::time_point end_by_ = std::chrono::steady_clock::time_point::max();
    std::mutex mutex_;  // of what stands below
    boost::asio::io_context* loop_ = nullptr;
    std::shared_ptr<Turn> turn_;  // posted to the loop
    std::atomic<bool> stopping_{false};
    sigset_t before_{};  // the signals that were blocked
    std::thread thread_;
};

// Is a debugger, or strace, attached to this process? What /proc/self/status says of it.
[[nodiscard]] bool is_traced();
// `status` in the form of proc(5): a TracerPid other than 0.
[[nodiscard]] bool says_traced(std::istream& status);

}  // namespace vitrine::host
