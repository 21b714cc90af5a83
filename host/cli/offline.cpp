// The verbs that work on a data folder while no host serves it.
#include <fmt/format.h>

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "host/cli/cloud.hpp"
#include "host/cli/host_log.hpp"
#include "host/cli/verbs.hpp"

namespace vitrine::host {

namespace {

Result<std::string> read_file(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return problem(fmt::format("{} cannot be read", file.string()), ExitCode::usage);
    return text.str();
}

void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
}

Result<void> report(const std::string& function, const InvokeResult& result) {
    if (const auto* returned = std::get_if<Returned>(&result)) {
        say(returned->payload);
        return {};
    }
    if (const auto* failed = std::get_if<FunctionFailed>(&result)) {
        return problem(fmt::format("{} failed: {}: {}", function, failed->type, failed->message));
    }
    return problem(fmt::format(
        "{} {}", function, std::holds_alternative<FunctionTimedOut>(result) ? "timed out" : "could not be started"));
}

}  // namespace

Result<void> seed(const CommonOptions& options) {
    const auto app = read_app(options.app);
    if (!app) return std::unexpected(app.error());
    if (!app->seed)
        return problem(fmt::format("{} names no items to seed with", options.app.string()), ExitCode::bad_app);
    const auto data = DataFolder::open(options.data);
    if (!data) return std::unexpected(data.error());
    const Log log(stderr_sink(), Level::warning, system_clock());
    auto tables = open_tables(*app, *data, true, system_clock(), log);
    if (!tables) return std::unexpected(tables.error());
    if (!(*tables)->fresh()) {
        return problem(fmt::format("{} holds tables already: `vitrine reset` empties it", data->path().string()));
    }
    say(fmt::format("Seeded {} with {}", data->path().string(), app->seed->string()));
    return {};
}

Result<void> reset(const CommonOptions& options) {
    if (!std::filesystem::exists(options.data)) {
        return problem(fmt::format("there is no data folder {}", options.data.string()), ExitCode::usage);
    }
    const auto data = DataFolder::open(options.data);
    if (!data) return std::unexpected(data.error());
    if (auto cleared = data->clear(); !cleared) return cleared;
    say(fmt::format("Emptied {}", data->path().string()));
    return {};
}

Result<void> invoke(const CommonOptions& options, const std::string& function, const std::filesystem::path& event) {
    const auto app = read_app(options.app);
    if (!app) return std::unexpected(app.error());
    if (!app->functions.contains(function)) {
        return problem(fmt::format("function '{}' is not declared in {}", function, options.app.string()),
                       ExitCode::usage);
    }
    const auto payload = read_file(event);
    if (!payload) return std::unexpected(payload.error());
    const auto data = DataFolder::open(options.data);
    if (!data) return std::unexpected(data.error());

    boost::asio::io_context network(1);
    boost::asio::signal_set signals(network, SIGINT, SIGTERM);
    signals.async_wait([&](auto, int) { network.stop(); });
    const Log::Sink sink = [](Level, std::string_view line) { std::fputs((std::string(line) + "\n").c_str(), stderr); };
    Cloud cloud(network, *app,
                {.clock = system_clock(),
                 .random = system_random(),
                 .log = Log(sink, Level::warning, system_clock()),
                 .lines = sink});
    if (auto started = cloud.start(*data); !started) return started;
    Result<void> outcome = problem("interrupted");
    const Random random = system_random();
    cloud.functions().invoke({function, *payload, new_trace_id(random), new_span_id(random)},
                             [&](const InvokeResult& result) {
                                 outcome = report(function, result);
                                 network.stop();
                             });
    network.run();
    return outcome;
}

}  // namespace vitrine::host
