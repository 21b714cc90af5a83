#include "host/faults/faulty_functions.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <memory>

namespace vitrine::host {

namespace {

using std::chrono::milliseconds;

void after(boost::asio::io_context& network, milliseconds delay, std::function<void()> act) {
    const auto timer = std::make_shared<boost::asio::steady_timer>(network, delay);
    timer->async_wait([timer, act = std::move(act)](const boost::system::error_code&) { act(); });
}

// A process that is to die for one invocation, as long as it is known to serve it.
struct KillTarget {
    pid_t process = 0;

    void kill() {
        if (process != 0) ::kill(process, SIGKILL);
        process = 0;
    }
};

InvokeResult killed() {
    return FunctionFailed{"Runtime.ExitError", "killed by a fault"};
}

// The table of a batch, from its records' eventSourceARN: ...:table/PREFIXNAME/stream/...
std::vector<std::string> table_of(std::string_view payload, const std::string& name_prefix) {
    const std::string before = ":table/" + name_prefix;
    const std::size_t start = payload.find(before);
    if (start == payload.npos) return {};
    const std::string_view rest = payload.substr(start + before.size());
    return {std::string(rest.substr(0, rest.find('/')))};
}

}  // namespace

void FaultyFunctions::invoke(Invocation invocation, InvokeDone done) {
    const Injection injection =
        faults_.draw(Part::functions, {.function = invocation.function, .operation = "invoke", .tables = {}});
    if (injection.latency.count() == 0) return pass_on(std::move(invocation), std::move(done), injection.fault);
    after(network_, injection.latency,
          [this, fault = injection.fault, invocation = std::move(invocation), done = std::move(done)]() mutable {
              pass_on(std::move(invocation), std::move(done), fault);
          });
}

void FaultyFunctions::pass_on(Invocation invocation, InvokeDone done, const std::optional<Injection::Fault>& fault) {
    if (!fault) return real_.invoke(std::move(invocation), std::move(done));
    const auto target = std::make_shared<KillTarget>();
    invocation.taken = [target, fault = *fault, &network = network_](pid_t process) {
        target->process = process;
        if (fault.when == When::before) return target->kill();
        if (fault.when == When::during) after(network, fault.delay, [target] { target->kill(); });
    };
    const bool loses_answer = fault->when == When::after;
    real_.invoke(std::move(invocation), [target, loses_answer, done = std::move(done)](InvokeResult result) {
        // Only a process that has answered is certain to be ours still.
        const bool lost = loses_answer && std::holds_alternative<Returned>(result);
        if (lost) target->kill();
        target->process = 0;
        done(lost ? killed() : std::move(result));
    });
}

void FaultyBatches::invoke(Invocation invocation, InvokeDone done) {
    const auto fault = faults_
                           .draw(Part::batches, {.function = invocation.function,
                                                 .operation = "deliver",
                                                 .tables = table_of(invocation.payload, name_prefix_)})
                           .fault;
    if (!fault) return real_.invoke(std::move(invocation), std::move(done));
    const InvokeResult failed = FunctionFailed{"Runtime.Unknown", "the batch is made to fail by a fault"};
    if (fault->kind == FaultKind::repeat) {
        auto again = [this, invocation, done = std::move(done)](const InvokeResult& first) mutable {
            // What failed is delivered again anyway.
            if (!std::holds_alternative<Returned>(first)) return done(first);
            real_.invoke(std::move(invocation), std::move(done));
        };
        return real_.invoke(std::move(invocation), std::move(again));
    }
    if (fault->when == When::before)
        return boost::asio::post(network_, [failed, done = std::move(done)] { done(failed); });
    real_.invoke(std::move(invocation), [failed, done = std::move(done)](const InvokeResult&) { done(failed); });
}

void FaultySchedules::invoke(Invocation invocation, InvokeDone done) {
    const auto fault =
        faults_.draw(Part::schedules, {.function = invocation.function, .operation = "beat", .tables = {}}).fault;
    if (!fault) return real_.invoke(std::move(invocation), std::move(done));
    boost::asio::post(network_, [done = std::move(done)] { done(Returned{"null"}); });
}

}  // namespace vitrine::host
