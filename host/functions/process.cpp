#include "host/functions/process.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <csignal>

#include "host/peer/peer.hpp"

namespace vitrine::host {

namespace {

// {"errorType": ..., "errorMessage": ...}, as runtimes post it; the header wins.
FunctionFailed to_failure(const HttpRequest& posted) {
    FunctionFailed failure{posted.error_type, {}};
    boost::system::error_code failed;
    const auto body = boost::json::parse(posted.body, failed);
    const auto* object = failed ? nullptr : body.if_object();
    const auto text = [&](std::string_view name) -> std::string {
        const auto* value = object ? object->if_contains(name) : nullptr;
        return value && value->is_string() ? std::string(value->get_string()) : "";
    };
    if (failure.type.empty()) failure.type = text("errorType");
    if (failure.type.empty()) failure.type = "Unhandled";
    failure.message = object ? text("errorMessage") : posted.body.substr(0, 1024);
    return failure;
}

// AWS X-Ray's header of a W3C trace.
std::string xray(const Invocation& invocation) {
    const std::string& trace = invocation.trace_id;
    if (trace.size() != 32) return {};
    const std::string parent = invocation.parent_span_id.empty() ? "" : ";Parent=" + invocation.parent_span_id;
    return fmt::format("Root=1-{}-{}{};Sampled=1", trace.substr(0, 8), trace.substr(8), parent);
}

}  // namespace

std::expected<std::unique_ptr<Process>, std::string> Process::start(boost::asio::io_context& network,
                                                                    const ProcessPlan& plan,
                                                                    const Environment& environment, Handlers handlers) {
    std::unique_ptr<Process> process(new Process(network, plan, std::move(handlers)));
    Process* const self = process.get();
    auto port = RuntimePort::open(
        network, {.is_own = [self](const auto& theirs, const auto& ours) { return self->is_own(theirs, ours); },
                  .rejected = [self](std::string_view why) { self->on_rejected(why); },
                  .next = [self] { self->on_next(); },
                  .response = [self](auto id, HttpRequest posted) { return self->on_response(id, std::move(posted)); },
                  .error = [self](auto id, const HttpRequest& posted) { return self->on_error(id, posted); },
                  .init_error = [self](const HttpRequest& posted) { self->on_init_error(posted); }});
    if (!port) return std::unexpected("no port for the Runtime API: " + port.error());
    process->port_ = std::move(*port);
    auto child = Child::start(network, {plan.folder / "bootstrap", plan.folder, environment(process->port_->port())},
                              {.line = [self](Output output, auto line) { self->handlers_.line(output, line); },
                               .on_exit = [self](Exit exit) { self->on_exit(exit); }});
    if (!child) return std::unexpected(child.error());
    process->child_ = std::move(*child);
    return process;
}

Process::Process(boost::asio::io_context& network, const ProcessPlan& plan, Handlers handlers)
    : plan_(plan), handlers_(std::move(handlers)), deadline_(network, [this] { on_deadline(); }) {
    deadline_.set(std::chrono::steady_clock::now() + plan_.init_timeout);
}

Process::~Process() {
    finish(FunctionFailed{"Runtime.ExitError", "the host is stopping"});
}

void Process::give(Invocation invocation, InvokeDone done) {
    if (frozen_) child_->signal(SIGCONT);
    frozen_ = false;
    state_ = State::busy;
    during_ = ProcessEnd::During::invocation;
    done_ = std::move(done);
    request_id_ = new_uuid(plan_.random);
    deadline_.set(std::chrono::steady_clock::now() + plan_.timeout);
    const Instant deadline = plan_.clock() + plan_.timeout;
    port_->give({request_id_, deadline.time_since_epoch().count(), plan_.function_arn, xray(invocation)},
                std::move(invocation.payload));
}

void Process::freeze() {
    frozen_ = true;
    child_->signal(SIGSTOP);
}

void Process::end() {
    if (state_ == State::ending) return;
    during_ = ProcessEnd::During::ended_by_host;
    kill_for("ended by the host");
}

void Process::kill_for(std::string why) {
    why_ = std::move(why);
    state_ = State::ending;
    deadline_.cancel();
    child_->signal(SIGKILL);
}

// The process, or one that it has started: a shell's curl, say.
bool Process::is_own(const boost::asio::ip::tcp::endpoint& theirs, const boost::asio::ip::tcp::endpoint& ours) const {
    const auto peer = peer_of(theirs, ours);
    return peer && child_ && holds_socket(child_->pid(), peer->socket);
}

void Process::on_rejected(std::string_view why) {
    if (const auto tell = std::exchange(handlers_.rejected, nullptr)) tell(why);
}

void Process::on_next() {
    if (state_ == State::ending || state_ == State::waiting) return;  // waiting: its connection was renewed
    finish(FunctionFailed{"Runtime.NoResponse", "asked for the next event without answering this one"});
    has_served_ = state_ == State::busy;
    request_id_.clear();
    state_ = State::waiting;
    during_ = ProcessEnd::During::waiting;
    deadline_.cancel();
    handlers_.waiting(*this);
}

bool Process::on_response(std::string_view id, HttpRequest posted) {
    if (state_ != State::busy || id != request_id_ || !done_) return false;
    if (posted.too_large) {
        finish(FunctionFailed{"Function.ResponseSizeTooLarge", "the response is above 6 MB"});
    } else {
        finish(Returned{std::move(posted.body)});
    }
    return true;
}

bool Process::on_error(std::string_view id, const HttpRequest& posted) {
    if (state_ != State::busy || id != request_id_ || !done_) return false;
    finish(to_failure(posted));
    return true;
}

void Process::on_init_error(const HttpRequest& posted) {
    if (state_ != State::starting) return;
    const FunctionFailed failure = to_failure(posted);
    why_ = fmt::format("{}: {}", failure.type, failure.message);
    // It is expected to exit by itself; a moment for its last lines.
    deadline_.set(std::chrono::steady_clock::now() + std::chrono::seconds{1});
}

void Process::on_deadline() {
    if (state_ == State::starting) {
        return kill_for(
            why_.empty() ? fmt::format("did not ask for an event within {} of its start", plan_.init_timeout) : why_);
    }
    if (state_ != State::busy) return;
    kill_for(fmt::format("timed out after {}", plan_.timeout));
    finish(FunctionTimedOut{});
}

void Process::on_exit(Exit exit) {
    const std::string why = why_.empty() ? "Runtime.ExitError: " + to_string(exit) : why_;
    state_ = State::ending;
    deadline_.cancel();
    finish(FunctionFailed{"Runtime.ExitError", to_string(exit)});
    const auto on_exit = handlers_.on_exit;  // destroys this
    on_exit(*this, {during_, why});
}

void Process::finish(InvokeResult result) {
    if (const auto done = std::exchange(done_, nullptr)) done(std::move(result));
}

}  // namespace vitrine::host
