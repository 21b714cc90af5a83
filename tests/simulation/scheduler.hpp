// Actors on fibers of their own, in virtual time. Exactly one runs at a time; it gives way only where it says so, and
// who goes on next is whoever is due first. So a run is a function of its dice.
#pragma once

#include <boost/context/fiber.hpp>
#include <boost/context/pooled_fixedsize_stack.hpp>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <queue>
#include <string_view>
#include <vector>

#include "tests/simulation/dice.hpp"

namespace shop::simulation {

using Stacks = boost::context::pooled_fixedsize_stack;
constexpr std::size_t stack_size = 256 * 1024;

struct Crashed {};  // thrown through an actor whose process dies
struct Stopped {};  // thrown through every actor when the run is over

struct ActorId {
    std::uint32_t index = 0;
    std::uint32_t life = 0;  // slots are used again
    bool operator==(const ActorId&) const = default;
};

class Scheduler {
public:
    Scheduler(Dice& dice, Stacks& stacks) : dice_(dice), stacks_(stacks) {}
    ~Scheduler() { stop(); }
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    // `kind` must outlive the run. The actor begins after `delay`.
    ActorId spawn(std::string_view kind, std::function<void()> task, Duration delay = Duration{0});

    // Of the running actor.
    void sleep(Duration time);
    bool await(Duration patience);  // until someone wakes it: true; or until patience ends: false
    [[nodiscard]] ActorId self() const { return {running_->index, running_->life}; }
    [[nodiscard]] std::string_view kind() const { return running_ ? running_->kind : "-"; }
    [[nodiscard]] std::uint32_t number() const { return running_ ? running_->number : 0; }

    // Whoever is not waiting yet will not wait the next time.
    void wake(ActorId actor, Duration delay = Duration{0});

    [[nodiscard]] Duration now() const { return now_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    // When the next step is due; Duration::max() where nobody has anything left to do.
    [[nodiscard]] Duration next_due();
    // Lets whoever is due next run until it gives way. False where nobody is.
    bool step();
    // Ends all actors where they stand.
    void stop();

private:
    struct Actor {
        boost::context::fiber fiber;
        std::function<void()> task;
        std::string_view kind;
        std::uint32_t number = 0;
        std::uint32_t index = 0;
        std::uint32_t life = 0;
        std::uint32_t pause = 0;  // counts its pauses, so that the timer of an earlier one is known as stale
        bool alive = false;
        bool waiting = false;
        bool woken = false;
        const void* stack_bottom = nullptr;
    };
    struct Event {
        Duration at;
        std::uint64_t tie;
        ActorId actor;
        std::uint32_t pause;  // 0: a call that wakes
        bool operator>(const Event& other) const { return at != other.at ? at > other.at : tie > other.tie; }
    };

    void give_way();
    void resume(Actor& actor);
    void run(Actor& actor);
    void schedule(const Actor& actor, Duration delay, std::uint32_t pause);
    [[nodiscard]] bool stale(const Event& event) const;

    Dice& dice_;
    Stacks& stacks_;
    std::deque<Actor> actors_;
    std::vector<std::uint32_t> free_;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    boost::context::fiber main_;
    const void* main_bottom_ = nullptr;
    std::size_t main_size_ = 0;
    Actor* running_ = nullptr;
    Duration now_{0};
    std::uint64_t steps_ = 0;
    std::uint32_t spawned_ = 0;
    bool stopping_ = false;
    std::exception_ptr bug_;
};

}  // namespace shop::simulation
