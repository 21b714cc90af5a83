#include "host/functions/timer.hpp"

#include <boost/asio/steady_timer.hpp>
#include <optional>

namespace vitrine::host {

struct Timer::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& network, std::function<void()> callback)
        : timer(network), expired(std::move(callback)) {}

    void wait_until(Time at) {
        armed_for = at;
        timer.expires_at(at);  // ends a wait that stands already
        timer.async_wait([self = shared_from_this()](boost::system::error_code ended) {
            if (!ended) self->on_expiry();
        });
    }

    void on_expiry() {
        armed_for.reset();
        if (!deadline) return;
        if (std::chrono::steady_clock::now() < *deadline) return wait_until(*deadline);
        deadline.reset();
        const auto call = expired;  // may destroy the timer
        call();
    }

    boost::asio::steady_timer timer;
    std::function<void()> expired;
    std::optional<Time> deadline;
    std::optional<Time> armed_for;  // what the timer itself waits for; never later than `deadline`
};

Timer::Timer(boost::asio::io_context& network, std::function<void()> expired)
    : state_(std::make_shared<State>(network, std::move(expired))) {}

Timer::~Timer() {
    state_->deadline.reset();
    state_->timer.cancel();
}

void Timer::set(Time at) {
    state_->deadline = at;
    if (!state_->armed_for || *state_->armed_for > at) state_->wait_until(at);
}

void Timer::cancel() {
    state_->deadline.reset();
}

}  // namespace vitrine::host
