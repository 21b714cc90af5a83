// Functions as Lambda runs them: one invocation is one actor with a store of its own and the clock of its machine; it
// may die at any port call, and what it would have answered may get lost.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "services/shop/shop.hpp"
#include "tests/simulation/faulty_store.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {

class Invocation {
public:
    Invocation(World& world, Duration timeout)
        : store_(world, world.scheduler.now() + timeout),
          machine_(static_cast<std::size_t>(world.dice.below(machines))),
          shop{store_,
               [&world, machine = machine_] { return world.machine_time(machine); },
               [&world](std::span<std::uint8_t> out) { world.dice.fill(out); },
               table_names,
               euro(),
               world.hold,
               world.unpaid},
          deadline(world.scheduler.now() + timeout) {}
    Invocation(const Invocation&) = delete;
    Invocation& operator=(const Invocation&) = delete;

private:
    static const Currency& euro() {
        static const Currency currency = *Currency::parse("EUR");
        return currency;
    }
    FaultyStore store_;
    std::size_t machine_;

public:
    Shop shop;
    store::Context context = no_deadline;
    Duration deadline;
};

// A caller's HTTP request: the function's answer, or nothing where request, answer or process were lost on the way, or
// the caller's patience ended. The function may go on without its caller.
template <typename Answer, typename Handler>
std::optional<Answer> call(World& world, std::string_view function, Handler handler) {
    using namespace std::chrono_literals;
    struct Exchange {
        std::optional<Answer> answer;
        ActorId caller;
    };
    const Duration patience = world.happens(0.1) ? Duration{500ms} : Duration{15s};
    auto exchange = std::make_shared<Exchange>();
    exchange->caller = world.scheduler.self();
    const bool arrives = !world.happens(world.faults.lost_request);
    if (arrives)
        world.scheduler.spawn(
            function,
            [&world, exchange, handler = std::move(handler)] {
                Invocation invocation(world, Duration{10s});
                Answer answer = handler(invocation);
                if (world.happens(world.faults.lost_answer)) return;
                exchange->answer.emplace(std::move(answer));
                world.scheduler.wake(exchange->caller, world.dice.between(Duration{1ms}, Duration{30ms}));
            },
            world.dice.between(Duration{1ms}, Duration{30ms}));
    const Duration until = world.scheduler.now() + patience;
    while (!exchange->answer && world.scheduler.await(until - world.scheduler.now())) {
    }
    return std::move(exchange->answer);
}

}  // namespace shop::simulation
