#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "host/cli/cloud.hpp"
#include "host/cli/host_log.hpp"
#include "host/cli/readiness.hpp"
#include "host/cli/verbs.hpp"
#include "host/cli/watchdog.hpp"

namespace vitrine::host {

namespace {

std::unexpected<Problem> mistakes_in(const std::vector<AppError>& errors) {
    std::string mistakes;
    for (const AppError& error : errors) mistakes += (mistakes.empty() ? "" : "\n") + to_string(error);
    return problem(std::move(mistakes), ExitCode::bad_app);
}

Result<FaultPlan> read_faults(const std::filesystem::path& file, const App& app) {
    auto plan = load_faults(file, app);
    if (plan) return std::move(*plan);
    return mistakes_in(plan.error());
}

constexpr std::chrono::milliseconds readiness_timeout{30'000};
constexpr std::chrono::milliseconds drain_timeout{2'000};  // for functions to be told what has ended

// The orderly end, on the network thread: $disconnect functions get their time. A second signal ends the host at once.
class Shutdown {
public:
    Shutdown(boost::asio::io_context& network, Cloud& cloud)
        : network_(network), cloud_(cloud), drain_timer_(network) {}

    void begin() {
        if (std::exchange(begun_, true)) return network_.stop();
        drain_timer_.expires_after(drain_timeout);
        drain_timer_.async_wait([this](auto) { network_.stop(); });
        cloud_.drain([this] { network_.stop(); });
    }

private:
    boost::asio::io_context& network_;
    Cloud& cloud_;
    boost::asio::steady_timer drain_timer_;
    bool begun_ = false;
};

// What neither a full disk nor a log that hangs can keep from happening.
[[noreturn]] void end_stuck(const Log& log, std::string_view why) {
    constexpr unsigned seconds_to_log = 2;
    alarm(seconds_to_log);
    log.error("{Reason}: the host is ended", {{"Reason", why}});
    _exit(static_cast<int>(ExitCode::stuck));
}

CloudOptions cloud_options(const ServeOptions& options, std::optional<DynamoDbAddress> remote_tables,
                           FaultInjection* faults, const Log::Sink& sink) {
    return {.address = options.address,
            .port = options.port,
            .seed = !options.no_seed,
            .freeze = options.freeze,
            .watch = options.watch,
            .remote_tables = std::move(remote_tables),
            .faults = faults,
            .clock = system_clock(),
            .random = system_random(),
            .log = Log(sink, Level::information, system_clock()),
            .lines = sink};
}

Result<std::optional<DynamoDbAddress>> remote_tables_of(const ServeOptions& options) {
    if (options.tables.empty()) return std::nullopt;
    auto address = DynamoDbAddress::parse(options.tables);
    if (!address) return problem("--tables: " + address.error(), ExitCode::usage);
    return std::move(*address);
}

// nullptr: none are wanted.
Result<std::unique_ptr<FaultInjection>> fault_injection(const ServeOptions& options, const App& app,
                                                        boost::asio::io_context& network, const Log::Sink& sink) {
    if (options.faults.empty()) return nullptr;
    auto plan = read_faults(options.faults, app);
    if (!plan) return std::unexpected(plan.error());
    if (!options.tables.empty())
        return problem("--faults needs the host's own tables: it cannot go with --tables", ExitCode::usage);
    return std::make_unique<FaultInjection>(std::move(*plan), network, deployed_name(app, ""),
                                            Log(sink, Level::debug, system_clock()));
}

// Reads the file of faults again whenever SIGHUP comes. One with mistakes changes nothing.
void follow_faults(boost::asio::signal_set& hang_up, const std::filesystem::path& file, const App& app,
                   FaultInjection& faults, const Log& log) {
    hang_up.async_wait([&, log](const boost::system::error_code& cancelled, int) {
        if (cancelled) return;
        auto plan = read_faults(file, app);
        if (plan) {
            faults.replace(std::move(*plan));
            log.information("Faults are as {File} now says", {{"File", file.string()}});
        } else {
            log.warning("Faults stay as they are: {Reason}", {{"Reason", plan.error().what}});
        }
        follow_faults(hang_up, file, app, faults, log);
    });
}

// Where a client on this machine reaches the host.
std::string own_address(const std::string& address) {
    if (address == "localhost" || address == "0.0.0.0") return "127.0.0.1";
    return address == "::" ? "::1" : address;
}

void tell_what_was_exposed(const DataFolder& data, const Log& log) {
    const auto& [closed, left] = data.exposed();
    if (closed + left == 0) return;
    log.warning(
        "Other users of this machine could read {Folder}: {Closed} files and folders are its owner's alone now, "
        "{Left} could not be made so",
        {{"Folder", data.path().string()}, {"Closed", closed}, {"Left", left}});
}

void announce(const DataFolder& data, std::uint16_t port) {
    std::ofstream(data.port_file()) << port << '\n';
    std::fputs(fmt::format("Vitrine is ready: http://localhost:{}\n", port).c_str(), stdout);
    std::fflush(stdout);
}

// Until the network is stopped.
Result<void> run(boost::asio::io_context& network, Watchdog& watchdog, Cloud& cloud, const App& app,
                 const ServeOptions& options, const DataFolder& data) {
    const auto port = cloud.listen();
    if (!port) return std::unexpected(port.error());
    if (auto started = cloud.start(data); !started) return started;
    cloud.start_events(data);

    Result<void> outcome;
    const auto on_ready = [&](const std::string& why_not) {
        if (why_not.empty()) return announce(data, *port);
        outcome = problem(fmt::format("the first request was not answered ({}): {} says why", why_not,
                                      (data.log() / "vitrine.clef").string()));
        network.stop();
    };
    if (const auto path = readiness_path(app)) {
        await_answer(network, own_address(options.address), *port, *path, readiness_timeout, on_ready);
    } else {
        on_ready("");
    }
    watchdog.watch(network);
    network.run();
    watchdog.unwatch();
    std::error_code ignored;
    std::filesystem::remove(data.port_file(), ignored);
    return outcome;
}

}  // namespace

Result<App> read_app(const std::filesystem::path& file) {
    auto app = load_app(file);
    if (app) return std::move(*app);
    return mistakes_in(app.error());
}

std::uint64_t raise_file_limit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
    return files.rlim_cur;
}

Result<void> serve(const ServeOptions& options) {
    raise_file_limit();
    const auto remote_tables = remote_tables_of(options);
    if (!remote_tables) return std::unexpected(remote_tables.error());
    const auto app = read_app(options.common.app);
    if (!app) return std::unexpected(app.error());
    if (auto built = check_bootstraps(*app); !built) return built;
    const auto data = DataFolder::open(options.common.data);
    if (!data) return std::unexpected(data.error());

    boost::asio::io_context network(1);
    const Log::Sink sink = host_log_sink({.folder = data->log()});
    const Log log(sink, Level::information, system_clock());
    tell_what_was_exposed(*data, log);
    std::unique_ptr<Shutdown> shutdown;
    Watchdog watchdog({.end = [log](std::string_view why) { end_stuck(log, why); }},
                      [&] { boost::asio::post(network, [&] { shutdown->begin(); }); });
    const auto faults = fault_injection(options, *app, network, sink);
    if (!faults) return std::unexpected(faults.error());
    boost::asio::signal_set hang_up(network);
    if (*faults) {
        hang_up.add(SIGHUP);
        follow_faults(hang_up, options.faults, *app, **faults, log);
    }
    Cloud cloud(network, *app, cloud_options(options, *remote_tables, faults->get(), sink));
    shutdown = std::make_unique<Shutdown>(network, cloud);
    return run(network, watchdog, cloud, *app, options, *data);
}

}  // namespace vitrine::host
