// What happens by the clock: the application's schedules, as EventBridge Scheduler calls them, and other periodic work.
// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "host/app/app.hpp"
#include "host/functions/functions.hpp"
#include "host/functions/timer.hpp"
#include "lib/ids.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

// Calls `act` every so often until it is destroyed, the first time after one period.
class PeriodicTimer {
public:
    PeriodicTimer(boost::asio::io_context& network, std::chrono::milliseconds period, std::function<void()> act);

private:
    std::chrono::milliseconds period_;
    std::function<void()> act_;
    Timer timer_;
};

struct SchedulesOptions {
    std::string region;
    std::string account;
    Clock clock;
    Random random;
    Log log;
};

// The event of a schedule that is given no input of its own.
[[nodiscard]] std::string scheduled_event(const SchedulesOptions& options, std::string_view schedule_name);

class Schedules {
public:
    // All references must outlive the schedules.
    Schedules(boost::asio::io_context& network, const App& app, FunctionService& functions, SchedulesOptions options);

private:
    void invoke(FunctionService& functions, const std::string& function, const std::string& schedule_name) const;

    SchedulesOptions options_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::vector<std::unique_ptr<PeriodicTimer>> timers_;
};

}  // namespace vitrine::host
