#include "host/events/schedules.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

namespace vitrine::host {

PeriodicTimer::PeriodicTimer(boost::asio::io_context& network, std::chrono::milliseconds period,
                             std::function<void()> act)
    : period_(period), act_(std::move(act)), timer_(network, [this] {
          timer_.set(std::chrono::steady_clock::now() + period_);
          act_();
      }) {
    timer_.set(std::chrono::steady_clock::now() + period_);
}

std::string scheduled_event(const SchedulesOptions& options, std::string_view schedule_name) {
    std::string time = rfc3339(options.clock());
    time.resize(time.find('.'));  // whole seconds
    time += 'Z';
    const std::string arn =
        fmt::format("arn:aws:scheduler:{}:{}:schedule/default/{}", options.region, options.account, schedule_name);
    return boost::json::serialize(boost::json::object{{"version", "0"},
                                                      {"id", new_uuid(options.random)},
                                                      {"detail-type", "Scheduled Event"},
                                                      {"source", "aws.scheduler"},
                                                      {"account", options.account},
                                                      {"time", time},
                                                      {"region", options.region},
                                                      {"resources", boost::json::array{arn}},
                                                      {"detail", "{}"}});
}

Schedules::Schedules(boost::asio::io_context& network, const App& app, FunctionService& functions,
                     SchedulesOptions options)
    : options_(std::move(options)) {
    for (const Schedule& schedule : app.schedules) {
        const std::string name = deployed_name(app, schedule.to);
        timers_.push_back(std::make_unique<PeriodicTimer>(
            network, schedule.every, [this, &functions, to = schedule.to, name] { invoke(functions, to, name); }));
    }
}

void Schedules::invoke(FunctionService& functions, const std::string& function,
                       const std::string& schedule_name) const {
    functions.invoke({function, scheduled_event(options_, schedule_name), new_trace_id(options_.random),
                      new_span_id(options_.random)},
                     [log = options_.log, function, weak = std::weak_ptr(alive_)](const InvokeResult& result) {
                         // What the host's own end interrupts is no failure: the next call does it.
                         if (weak.expired() || std::holds_alternative<Returned>(result)) return;
                         const auto* failed = std::get_if<FunctionFailed>(&result);
                         log.error("{Function} failed on its schedule: {Reason}",
                                   {{"Function", function},
                                    {"Reason", failed ? fmt::format("{}: {}", failed->type, failed->message)
                                                      : std::string("it did not run to its end in time")}});
                     });
}

}  // namespace vitrine::host
