// The processes of one function and the events that wait for one.
#pragma once

#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "host/app/app.hpp"
#include "host/functions/process.hpp"
#include "host/functions/timer.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

struct PoolTimes {
    std::chrono::milliseconds init{10'000};  // Lambda's init phase
    std::chrono::milliseconds idle{60'000};  // an idle process ends, but for the last
    std::chrono::milliseconds scale_up_delay{
        5};  // an event waits this long for a running process before one more is started
    // An event that finds no process waits as long as its function's timeout, but at least this: one may have to start.
    std::chrono::milliseconds wait{10'000};
    std::chrono::milliseconds min_backoff{100};  // after a failed start; doubles with each, up to
    std::chrono::milliseconds max_backoff{10'000};
};

struct PoolOptions {
    std::string function_arn;
    bool freeze = false;
    bool watch = false;  // a changed bootstrap replaces idle processes at the next event
    PoolTimes times;
    Clock clock;
    Random random;
    Log log;
    Log::Sink lines;  // where functions' own lines go
};

// Makes a process' environment, and is told when the process is gone.
struct ProcessContext {
    std::vector<std::string> environment;
    std::function<void()> on_exit;
};
using NewProcessContext = std::function<ProcessContext(const Function&, std::uint16_t runtime_port)>;

class Pool {
public:
    // `function` must outlive the pool.
    Pool(boost::asio::io_context& network, const Function& function, PoolOptions options,
         NewProcessContext new_context);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // The contract of FunctionService::invoke.
    void invoke(Invocation invocation, InvokeDone done);
    // Including those that are starting or ending.
    [[nodiscard]] std::size_t processes() const { return members_.size(); }
    // Of the same processes.
    [[nodiscard]] std::vector<pid_t> process_ids() const;

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Member {
        std::unique_ptr<Process> process;
        std::function<void()> on_exit;
        Time idle_since;
        struct stat made_of{};  // its bootstrap, when it started
    };
    struct Event {
        Invocation invocation;
        InvokeDone done;
        Time since;
    };

    void serve();
    void grow();
    bool start();
    void tick();
    void set_tick();
    void expire_events(Time now);
    void end_idle(Time now);
    void refuse_all();
    void refuse(InvokeDone done);
    [[nodiscard]] Process* take_idle();
    [[nodiscard]] bool is_outdated(const Member& member) const;
    [[nodiscard]] bool cannot_start(Time now) const;
    [[nodiscard]] Time expiry(const Event& event) const;
    [[nodiscard]] std::size_t running() const;  // all but those that are ending
    [[nodiscard]] std::size_t starting() const;
    void note_failed_start(const std::string& why);
    void note_rejected(std::string_view why);
    void on_waiting(Process& process);
    void on_process_exit(Process& process, const ProcessEnd& end);
    [[nodiscard]] Member& member_of(const Process& process);

    boost::asio::io_context& network_;
    const Function& function_;
    PoolOptions options_;
    NewProcessContext new_context_;
    ProcessPlan plan_;
    std::vector<Member> members_;
    std::vector<Process*> idle_;  // the last came back last, and is taken first: the others can end
    std::deque<Event> events_;
    Time last_start_{};
    int failed_starts_ = 0;  // in a row
    Time retry_at_{};
    Timer tick_;
};

}  // namespace vitrine::host
