#include "host/functions/pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "host/functions/lines.hpp"

namespace vitrine::host {

namespace {

using std::chrono::steady_clock;

// So many failed starts in a row, and events are refused at once instead of waiting for the next attempt.
constexpr int max_failed_starts = 3;

struct stat look_at(const std::filesystem::path& folder) {
    struct stat found{};
    if (stat((folder / "bootstrap").c_str(), &found) != 0) found = {};
    return found;
}

}  // namespace

Pool::Pool(boost::asio::io_context& network, const Function& function, PoolOptions options,
           NewProcessContext new_context)
    : network_(network),
      function_(function),
      options_(std::move(options)),
      new_context_(std::move(new_context)),
      plan_{options_.function_arn, function.code,  function.timeout, options_.times.init,
            options_.freeze,       options_.clock, options_.random},
      tick_(network, [this] { tick(); }) {}

Pool::~Pool() {
    // Processes end with their invocations answered as failed; what waits is refused.
    for (Member& member : members_) {
        member.process.reset();
        member.on_exit();
    }
    for (Event& event : std::exchange(events_, {})) event.done(NotStarted{});
}

void Pool::invoke(Invocation invocation, InvokeDone done) {
    const Time now = steady_clock::now();
    if (cannot_start(now)) return refuse(std::move(done));
    events_.push_back({std::move(invocation), std::move(done), now});
    serve();
}

void Pool::serve() {
    while (!events_.empty()) {
        Process* const process = take_idle();
        if (!process) break;
        Event event = std::move(events_.front());
        events_.pop_front();
        const auto taken = std::move(event.invocation.taken);
        process->give(std::move(event.invocation), std::move(event.done));
        if (taken) taken(process->pid());
    }
    grow();
    set_tick();
}

Process* Pool::take_idle() {
    while (!idle_.empty()) {
        Process* const process = idle_.back();
        idle_.pop_back();
        if (!options_.watch || !is_outdated(member_of(*process))) return process;
        process->end();
    }
    return nullptr;
}

bool Pool::is_outdated(const Member& member) const {
    const struct stat now = look_at(function_.code);
    const bool runnable = (now.st_mode & S_IXUSR) != 0 && now.st_size > 0;  // it may be half written
    return runnable && (now.st_mtim.tv_sec != member.made_of.st_mtim.tv_sec ||
                        now.st_mtim.tv_nsec != member.made_of.st_mtim.tv_nsec);
}

void Pool::grow() {
    const Time now = steady_clock::now();
    if (events_.empty() || starting() >= events_.size() || now < retry_at_) return;
    if (running() >= static_cast<std::size_t>(function_.concurrency)) return;
    const Time overdue = std::max(events_.front().since, last_start_) + options_.times.scale_up_delay;
    if (running() > 0 && now < overdue) return;
    start();
}

bool Pool::start() {
    std::function<void()> on_exit;
    const auto environment = [&](std::uint16_t port) {
        ProcessContext context = new_context_(function_, port);
        on_exit = std::move(context.on_exit);
        return std::move(context.environment);
    };
    const auto line = [this](Output output, std::string_view text) {
        const Level level = output == Output::out ? Level::information : Level::warning;
        log_function_line(options_.lines, options_.log, function_.name, level, text);
    };
    const struct stat made_of = look_at(function_.code);
    last_start_ = steady_clock::now();
    auto process = Process::start(network_, plan_, environment,
                                  {.waiting = [this](Process& p) { on_waiting(p); },
                                   .on_exit = [this](Process& p, const ProcessEnd& end) { on_process_exit(p, end); },
                                   .line = line,
                                   .rejected = [this](std::string_view why) { note_rejected(why); }});
    if (!process) {
        if (on_exit) on_exit();
        note_failed_start(process.error());
        return false;
    }
    members_.push_back({std::move(*process), std::move(on_exit), {}, made_of});
    return true;
}

void Pool::on_waiting(Process& process) {
    if (process.has_served()) failed_starts_ = 0;
    member_of(process).idle_since = steady_clock::now();
    idle_.push_back(&process);
    serve();
    if (options_.freeze && process.state() == Process::State::waiting) process.freeze();
}

void Pool::on_process_exit(Process& process, const ProcessEnd& end) {
    std::erase(idle_, &process);
    const auto found = std::ranges::find_if(members_, [&](const Member& m) { return m.process.get() == &process; });
    const Member gone = std::move(*found);
    members_.erase(found);
    gone.on_exit();
    using During = ProcessEnd::During;
    if (end.during == During::init || end.during == During::waiting) note_failed_start(end.why);
    if (end.during == During::invocation) {
        options_.log.error("{Function} ended while it served: {Reason}",
                           {{"Function", function_.name}, {"Reason", end.why}});
        if (members_.empty() && events_.empty()) start();  // so that the next event finds one
    }
    if (cannot_start(steady_clock::now())) refuse_all();
    serve();
}

void Pool::note_failed_start(const std::string& why) {
    const auto doubled = options_.times.min_backoff * (1 << std::min(failed_starts_, 16));
    const auto backoff = std::min<std::chrono::milliseconds>(doubled, options_.times.max_backoff);
    ++failed_starts_;
    retry_at_ = steady_clock::now() + backoff;
    options_.log.error("{Function} does not run: {Reason}; the next attempt is in {PauseMs} ms at the earliest",
                       {{"Function", function_.name}, {"Reason", why}, {"PauseMs", backoff.count()}});
}

void Pool::note_rejected(std::string_view why) {
    options_.log.warning("The Runtime API of {Function} turned away {Reason}",
                         {{"Function", function_.name}, {"Reason", why}});
}

bool Pool::cannot_start(Time now) const {
    return members_.empty() && failed_starts_ >= max_failed_starts && now < retry_at_;
}

void Pool::refuse(InvokeDone done) {
    boost::asio::post(network_, [done = std::move(done)] { done(NotStarted{}); });
}

void Pool::refuse_all() {
    for (Event& event : std::exchange(events_, {})) refuse(std::move(event.done));
}

void Pool::tick() {
    const Time now = steady_clock::now();
    expire_events(now);
    end_idle(now);
    serve();
}

// The timer may be coarse: what depends on it is counted in milliseconds at best.
void Pool::set_tick() {
    const Time now = steady_clock::now();
    if (!events_.empty()) {
        const Time next = std::min(retry_at_, expiry(events_.front()));
        return tick_.set(std::max(now + options_.times.scale_up_delay, next));
    }
    if (running() > 1 && !idle_.empty()) {
        return tick_.set(std::max(member_of(*idle_.front()).idle_since + options_.times.idle, now));
    }
    tick_.cancel();
}

Pool::Time Pool::expiry(const Event& event) const {
    return event.since + std::max<std::chrono::milliseconds>(function_.timeout, options_.times.wait);
}

void Pool::expire_events(Time now) {
    while (!events_.empty() && now >= expiry(events_.front())) {
        refuse(std::move(events_.front().done));
        events_.pop_front();
    }
}

void Pool::end_idle(Time now) {
    while (running() > 1 && !idle_.empty() && now >= member_of(*idle_.front()).idle_since + options_.times.idle) {
        Process* const process = idle_.front();
        idle_.erase(idle_.begin());
        process->end();
    }
}

std::size_t Pool::running() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(members_, [](const Member& m) { return m.process->state() != Process::State::ending; }));
}

std::size_t Pool::starting() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        members_, [](const Member& m) { return m.process->state() == Process::State::starting; }));
}

Pool::Member& Pool::member_of(const Process& process) {
    return *std::ranges::find_if(members_, [&](const Member& m) { return m.process.get() == &process; });
}

std::vector<pid_t> Pool::process_ids() const {
    std::vector<pid_t> ids;
    ids.reserve(members_.size());
    for (const Member& member : members_) ids.push_back(member.process->pid());
    return ids;
}

}  // namespace vitrine::host
