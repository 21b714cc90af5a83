#include "tests/simulation/scheduler.hpp"

#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#define ASAN_ONLY(...) __VA_ARGS__  // AddressSanitizer has to be told of every change of stacks
#else
#define ASAN_ONLY(...)
#endif

namespace shop::simulation {

namespace context = boost::context;

ActorId Scheduler::spawn(std::string_view kind, std::function<void()> task, Duration delay) {
    if (stopping_) return {};
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(actors_.size()));
        actors_.emplace_back().index = free_.back();
    }
    Actor& actor = actors_[free_.back()];
    free_.pop_back();
    const context::stack_context stack = stacks_.allocate();
    actor.task = std::move(task);
    actor.kind = kind;
    actor.number = ++spawned_;
    ++actor.life;
    actor.pause = 1;
    actor.alive = true;
    actor.waiting = actor.woken = false;
    actor.stack_bottom = static_cast<const char*>(stack.sp) - stack.size;
    actor.fiber = context::fiber(std::allocator_arg, context::preallocated(stack.sp, stack.size, stack), stacks_,
                                 [this, &actor](context::fiber&& main) {
                                     main_ = std::move(main);
                                     run(actor);
                                     return std::move(main_);
                                 });
    schedule(actor, delay, actor.pause);
    return {actor.index, actor.life};
}

void Scheduler::run(Actor& actor) {
    ASAN_ONLY(__sanitizer_finish_switch_fiber(nullptr, &main_bottom_, &main_size_);)
    try {
        if (!stopping_) actor.task();
    } catch (const Crashed&) {
    } catch (const Stopped&) {
    } catch (...) {
        bug_ = std::current_exception();
    }
    actor.task = nullptr;
    actor.alive = false;
    ASAN_ONLY(__sanitizer_start_switch_fiber(nullptr, main_bottom_, main_size_);)
}

void Scheduler::schedule(const Actor& actor, Duration delay, std::uint32_t pause) {
    events_.push({now_ + delay, dice_.next(), {actor.index, actor.life}, pause});
}

void Scheduler::sleep(Duration time) {
    schedule(*running_, time, ++running_->pause);
    give_way();
}

bool Scheduler::await(Duration patience) {
    Actor& actor = *running_;
    if (!actor.woken) {
        actor.waiting = true;
        schedule(actor, patience, ++actor.pause);
        give_way();
        actor.waiting = false;
    }
    return std::exchange(actor.woken, false);
}

void Scheduler::wake(ActorId id, Duration delay) {
    events_.push({now_ + delay, dice_.next(), id, 0});
}

void Scheduler::give_way() {
    if (stopping_) throw Stopped{};
    ASAN_ONLY(void* fake = nullptr; __sanitizer_start_switch_fiber(&fake, main_bottom_, main_size_);)
    main_ = std::move(main_).resume();
    ASAN_ONLY(__sanitizer_finish_switch_fiber(fake, &main_bottom_, &main_size_);)
    if (stopping_) throw Stopped{};
}

void Scheduler::resume(Actor& actor) {
    running_ = &actor;
    ASAN_ONLY(void* fake = nullptr; __sanitizer_start_switch_fiber(&fake, actor.stack_bottom, stack_size);)
    actor.fiber = std::move(actor.fiber).resume();
    ASAN_ONLY(__sanitizer_finish_switch_fiber(fake, nullptr, nullptr);)
    running_ = nullptr;
    if (!actor.alive) free_.push_back(actor.index);
    if (bug_) std::rethrow_exception(std::exchange(bug_, nullptr));
}

bool Scheduler::stale(const Event& event) const {
    const Actor& actor = actors_[event.actor.index];
    return !actor.alive || actor.life != event.actor.life || (event.pause != 0 && event.pause != actor.pause);
}

Duration Scheduler::next_due() {
    while (!events_.empty() && stale(events_.top())) events_.pop();
    return events_.empty() ? Duration::max() : events_.top().at;
}

bool Scheduler::step() {
    while (next_due() != Duration::max()) {
        const Event event = events_.top();
        events_.pop();
        now_ = event.at;
        Actor& actor = actors_[event.actor.index];
        if (event.pause == 0) {
            actor.woken = true;
            if (!actor.waiting) continue;
        }
        ++actor.pause;
        ++steps_;
        resume(actor);
        return true;
    }
    return false;
}

void Scheduler::stop() {
    stopping_ = true;
    for (Actor& actor : actors_)
        if (actor.alive) resume(actor);
}

}  // namespace shop::simulation
