// One process of a function: a child with its own Runtime API port, from its start to its end.
#pragma once

#include <boost/asio/io_context.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "host/functions/child.hpp"
#include "host/functions/functions.hpp"
#include "host/functions/runtime_port.hpp"
#include "host/functions/timer.hpp"
#include "lib/ids.hpp"
#include "lib/sigv4.hpp"

namespace vitrine::host {

// What all processes of one function share.
struct ProcessPlan {
    std::string function_arn;
    std::filesystem::path folder;  // holds `bootstrap`
    std::chrono::milliseconds timeout;
    std::chrono::milliseconds init_timeout;
    bool freeze = false;
    Clock clock;
    Random random;
};

// How a process ended.
struct ProcessEnd {
    enum class During {
        init,           // before it first asked for an event
        waiting,        // between events
        invocation,     // with an event in hand
        ended_by_host,  // by end()
    };
    During during;
    std::string why;  // "Runtime.ExitError: exit status 1"
};

class Process {
public:
    enum class State { starting, waiting, busy, ending };

    // Network thread, never from within a call of ours. `on_exit` is the last; the process may be destroyed in it.
    struct Handlers {
        std::function<void(Process&)> waiting;
        std::function<void(Process&, ProcessEnd)> on_exit;
        std::function<void(Output, std::string_view)> line;
        std::function<void(std::string_view why)> rejected;  // once: somebody else came to its Runtime API
    };
    // Makes the environment once the port is known.
    using Environment = std::function<std::vector<std::string>(std::uint16_t runtime_port)>;

    // `plan` must outlive the process. The text says why there is no port or no child.
    [[nodiscard]] static std::expected<std::unique_ptr<Process>, std::string> start(boost::asio::io_context& network,
                                                                                    const ProcessPlan& plan,
                                                                                    const Environment& environment,
                                                                                    Handlers handlers);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] State state() const { return state_; }
    // It has answered an event.
    [[nodiscard]] bool has_served() const { return has_served_; }
    [[nodiscard]] pid_t pid() const { return child_->pid(); }

    // Hands an event to a process that waits. `done` is called once, later.
    void give(Invocation invocation, InvokeDone done);
    // Stops a process that waits until it is given an event, as Lambda freezes an execution environment.
    void freeze();
    // SIGKILL; `on_exit` follows.
    void end();

private:
    Process(boost::asio::io_context& network, const ProcessPlan& plan, Handlers handlers);

    [[nodiscard]] bool is_own(const boost::asio::ip::tcp::endpoint& theirs,
                              const boost::asio::ip::tcp::endpoint& ours) const;
    void on_rejected(std::string_view why);
    void on_next();
    bool on_response(std::string_view id, HttpRequest posted);
    bool on_error(std::string_view id, const HttpRequest& posted);
    void on_init_error(const HttpRequest& posted);
    void on_deadline();
    void on_exit(Exit exit);
    void finish(InvokeResult result);
    void kill_for(std::string why);

    const ProcessPlan& plan_;
    Handlers handlers_;
    Timer deadline_;
    std::unique_ptr<RuntimePort> port_;
    std::unique_ptr<Child> child_;
    State state_ = State::starting;
    ProcessEnd::During during_ = ProcessEnd::During::init;
    bool has_served_ = false;
    bool frozen_ = false;
    std::string request_id_;  // of the event in hand
    InvokeDone done_;         // empty once it has answered
    std::string why_;         // what it is killed for
};

}  // namespace vitrine::host
