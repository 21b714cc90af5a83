#include "host/functions/pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "host/functions/lines.hpp"

namespace vitrine::host {

namespace {

using std::chrono::steady_clock;

// So many failed starts in a row, and events are refused at once instead of waiting for the next attempt.
constexpr int hopeless = 3;

struct stat look_at(const std::filesystem::path& folder) {
    struct stat found{};
    if (stat((folder / "bootstrap").c_str(), &found) != 0) found = {};
    return found;
}

}  // namespace

Pool::Pool(boost::asio::io_context& network, const Function& function, PoolSetting setting, NewLife new_life)
    : network_(network),
      function_(function),
      setting_(std::move(setting)),
      new_life_(std::move(new_life)),
      plan_{setting_.function_arn, function.code,  function.timeout, setting_.times.init,
            setting_.freeze,       setting_.clock, setting_.random},
      tick_(network, [this] { tick(); }) {}

Pool::~Pool() {
    // Processes end with their invocations answered as failed; what waits is refused.
    for (Member& member : members_) {
        member.process.reset();
        member.over();
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
        if (!setting_.watch || !is_outdated(member_of(*process))) return process;
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
    const auto running =
        std::ranges::count_if(members_, [](const Member& m) { return m.process->state() != Process::State::ending; });
    if (running >= function_.concurrency) return;
    const Time overdue = std::max(events_.front().since, last_start_) + setting_.times.patience;
    if (running > 0 && now < overdue) return;
    start();
}

bool Pool::start() {
    std::function<void()> over;
    const auto environment = [&](std::uint16_t port) {
        ProcessLife life = new_life_(function_, port);
        over = std::move(life.over);
        return std::move(life.environment);
    };
    const auto line = [this](Output output, std::string_view text) {
        const Level level = output == Output::out ? Level::information : Level::warning;
        log_function_line(setting_.lines, setting_.log, function_.name, level, text);
    };
    const struct stat made_of = look_at(function_.code);
    last_start_ = steady_clock::now();
    auto process = Process::start(network_, plan_, environment,
                                  {.waiting = [this](Process& p) { on_waiting(p); },
                                   .over = [this](Process& p, const ProcessEnd& end) { on_over(p, end); },
                                   .line = line,
                                   .turned_away = [this](std::string_view why) { note_turned_away(why); }});
    if (!process) {
        if (over) over();
        note_failed_start(process.error());
        return false;
    }
    members_.push_back({std::move(*process), std::move(over), {}, made_of});
    return true;
}

void Pool::on_waiting(Process& process) {
    if (process.has_served()) failed_starts_ = 0;
    member_of(process).idle_since = steady_clock::now();
    idle_.push_back(&process);
    serve();
    if (setting_.freeze && process.state() == Process::State::waiting) process.freeze();
}

void Pool::on_over(Process& process, const ProcessEnd& end) {
    std::erase(idle_, &process);
    const auto found = std::ranges::find_if(members_, [&](const Member& m) { return m.process.get() == &process; });
    const Member gone = std::move(*found);
    members_.erase(found);
    gone.over();
    using During = ProcessEnd::During;
    if (end.during == During::init || end.during == During::waiting) note_failed_start(end.why);
    if (end.during == During::invocation) {
        setting_.log.error("{Function} ended while it served: {Reason}",
                           {{"Function", function_.name}, {"Reason", end.why}});
        if (members_.empty() && events_.empty()) start();  // so that the next event finds one
    }
    if (cannot_start(steady_clock::now())) refuse_all();
    serve();
}

void Pool::note_failed_start(const std::string& why) {
    const auto doubled = setting_.times.first_pause * (1 << std::min(failed_starts_, 16));
    const auto pause = std::min<std::chrono::milliseconds>(doubled, setting_.times.last_pause);
    ++failed_starts_;
    retry_at_ = steady_clock::now() + pause;
    setting_.log.error("{Function} does not run: {Reason}; the next attempt is in {PauseMs} ms at the earliest",
                       {{"Function", function_.name}, {"Reason", why}, {"PauseMs", pause.count()}});
}

void Pool::note_turned_away(std::string_view why) {
    setting_.log.warning("The Runtime API of {Function} turned away {Reason}",
                         {{"Function", function_.name}, {"Reason", why}});
}

bool Pool::cannot_start(Time now) const {
    return members_.empty() && failed_starts_ >= hopeless && now < retry_at_;
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

// Only a coarse beat: what it looks after is counted in milliseconds at best.
void Pool::set_tick() {
    const Time now = steady_clock::now();
    if (!events_.empty()) {
        const Time next = std::min(retry_at_, expiry(events_.front()));
        return tick_.set(std::max(now + setting_.times.patience, next));
    }
    if (members_.size() > 1 && !idle_.empty()) {
        return tick_.set(std::max(member_of(*idle_.front()).idle_since + setting_.times.idle, now));
    }
    tick_.off();
}

Pool::Time Pool::expiry(const Event& event) const {
    return event.since + std::max<std::chrono::milliseconds>(function_.timeout, setting_.times.wait);
}

void Pool::expire_events(Time now) {
    while (!events_.empty() && now >= expiry(events_.front())) {
        refuse(std::move(events_.front().done));
        events_.pop_front();
    }
}

void Pool::end_idle(Time now) {
    while (members_.size() > 1 && !idle_.empty() && now >= member_of(*idle_.front()).idle_since + setting_.times.idle) {
        Process* const process = idle_.front();
        idle_.erase(idle_.begin());
        process->end();
        return;  // one a tick; it counts until it is gone
    }
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
    for (const Member& member : members_) ids.push_back(member.process->pid());
    return ids;
}

}  // namespace vitrine::host
