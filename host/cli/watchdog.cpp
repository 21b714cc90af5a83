#include "host/cli/watchdog.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <csignal>
#include <ctime>
#include <fstream>

namespace vitrine::host {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

timespec timespec_of(milliseconds wait) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    return {seconds.count(), std::chrono::nanoseconds(wait - seconds).count()};
}

}  // namespace

milliseconds StallCounter::look(bool turned, Time now) {
    const auto since = std::chrono::duration_cast<milliseconds>(now - last_);
    stood_ = turned ? milliseconds{0} : stood_ + std::min(since, interval_);
    last_ = now;
    return stood_;
}

bool says_traced(std::istream& status) {
    constexpr std::string_view tracer = "TracerPid:\t";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(tracer)) return line.substr(tracer.size()) != "0";
    return false;
}

bool is_traced() {
    std::ifstream status("/proc/self/status");
    return says_traced(status);
}

// Set by the loop when it comes to what the watchdog has posted.
struct Watchdog::Turn {
    std::atomic<bool> done{false};
};

Watchdog::Watchdog(WatchdogOptions options, std::function<void()> on_stop_signal)
    : options_(std::move(options)), on_stop_signal_(std::move(on_stop_signal)), stall_(options_.interval) {
    const sigset_t ending = ending_signals();
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
    thread_ = std::thread([this] { run(); });
}

Watchdog::~Watchdog() {
    stopping_ = true;
    pthread_kill(thread_.native_handle(), SIGINT);  // wakes it: it waits for this one
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Watchdog::watch(boost::asio::io_context& loop) {
    const std::scoped_lock lock(mutex_);
    loop_ = &loop;
}

void Watchdog::unwatch() {
    const std::scoped_lock lock(mutex_);
    loop_ = nullptr;
    turn_.reset();
}

void Watchdog::run() {
    const sigset_t ending = ending_signals();
    const timespec interval = timespec_of(options_.interval);
    while (!stopping_) {
        const int number = sigtimedwait(&ending, nullptr, &interval);
        if (stopping_) return;
        if (number > 0) on_signal();
        const auto now = steady_clock::now();
        if (stall_.look(turned() || is_traced(), now) >= options_.stall_timeout)
            options_.end(fmt::format("The event loop has not turned for {} ms", options_.stall_timeout.count()));
        if (now >= end_by_)
            options_.end(fmt::format("The host has not ended within {} ms", options_.shutdown_timeout.count()));
    }
}

void Watchdog::on_signal() {
    end_by_ = std::min(end_by_, steady_clock::now() + options_.shutdown_timeout);
    on_stop_signal_();
}

bool Watchdog::turned() {
    const std::scoped_lock lock(mutex_);
    if (loop_ == nullptr) return true;
    if (turn_ && !turn_->done) return false;
    turn_ = std::make_shared<Turn>();
    boost::asio::post(*loop_, [turn = turn_] { turn->done = true; });
    return true;
}

}  // namespace vitrine::host
