// A timer that is set far more often than it expires: setting it to a later time costs a store and no system call.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace vitrine::host {

class Timer {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `expired` is called on the network thread, never from within set(), and not at all once the timer is destroyed.
    Timer(boost::asio::io_context& network, std::function<void()> expired);
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    // Expires once at this time, instead of at the time set before.
    void set(Time at);
    void cancel();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace vitrine::host
