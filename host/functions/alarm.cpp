#include "host/functions/alarm.hpp"

#include <boost/asio/steady_timer.hpp>
#include <optional>

namespace vitrine::host {

struct Alarm::State : std::enable_shared_from_this<State> {
    State(boost::asio::io_context& network, std::function<void()> callback)
        : timer(network), ring(std::move(callback)) {}

    void wait_until(Time at) {
        standing = at;
        timer.expires_at(at);  // ends a wait that stands already
        timer.async_wait([self = shared_from_this()](boost::system::error_code ended) {
            if (!ended) self->woken();
        });
    }

    void woken() {
        standing.reset();
        if (!wanted) return;
        if (std::chrono::steady_clock::now() < *wanted) return wait_until(*wanted);
        wanted.reset();
        const auto call = ring;  // may destroy the alarm
        call();
    }

    boost::asio::steady_timer timer;
    std::function<void()> ring;
    std::optional<Time> wanted;
    std::optional<Time> standing;  // what the timer itself waits for; never later than `wanted`
};

Alarm::Alarm(boost::asio::io_context& network, std::function<void()> ring)
    : state_(std::make_shared<State>(network, std::move(ring))) {}

Alarm::~Alarm() {
    state_->wanted.reset();
    state_->timer.cancel();
}

void Alarm::set(Time at) {
    state_->wanted = at;
    if (!state_->standing || *state_->standing > at) state_->wait_until(at);
}

void Alarm::off() {
    state_->wanted.reset();
}

}  // namespace vitrine::host
