// A timer that is set far more often than it rings: setting it later than it stands costs nothing but a store.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace vitrine::host {

class Alarm {
public:
    using Time = std::chrono::steady_clock::time_point;

    // `ring` is called on the network thread, never from within set(), and not at all once the alarm is gone.
    Alarm(boost::asio::io_context& network, std::function<void()> ring);
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    // Rings once at this time, instead of at the time set before.
    void set(Time at);
    void off();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace vitrine::host
