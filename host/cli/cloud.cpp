#include "host/cli/cloud.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "host/cli/port_owner.hpp"
#include "host/cli/remote_tables.hpp"
#include "host/cli/seed.hpp"
#include "host/events/wire_source.hpp"
#include "host/functions/environment.hpp"
#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host {

namespace {

constexpr std::chrono::milliseconds expiry_period{1'000};
constexpr std::size_t expired_at_once = 200;

bool is_loopback(std::string_view address) {
    return address == "localhost" || address == "::1" || address.starts_with("127.");
}

// Readers of the streams begin behind the seed: it is the state they start from, no change of it.
Result<void> seed_tables(const App& app, const DataFolder& data, Tables& tables, const Log& log) {
    std::ofstream(data.seeding_mark()) << "being seeded\n";
    const Execute execute = [&](std::string_view operation, const std::string& body, TableDone done) {
        tables.execute(operation, body, [](std::string_view, std::string_view) { return true; }, std::move(done));
    };
    const auto count = load_items(app, *app.seed, execute);
    if (!count) return std::unexpected(count.error());
    for (const StreamMapping& mapping : app.events) {
        TablesSource::skip_to_end(tables, reader_name(mapping), mapping.stream);
    }
    std::error_code ignored;
    std::filesystem::remove(data.seeding_mark(), ignored);
    log.information("Seeded {Count} items of {File}", {{"Count", *count}, {"File", app.seed->string()}});
    return {};
}

std::string origins_of(std::uint16_t port) {
    return fmt::format("http://localhost:{0},http://127.0.0.1:{0},http://[::1]:{0}", port);
}

}  // namespace

Result<std::unique_ptr<Tables>> open_tables(const App& app, const DataFolder& data, bool seed, const Clock& clock,
                                            const Log& log, const std::string& files) {
    auto tables = Tables::open(app, {data.tables(), deployed_name(app, ""), std::string(region), clock, files});
    if (!tables) return problem(tables.error());
    const bool interrupted = std::filesystem::exists(data.seeding_mark());
    if (seed && app.seed && ((*tables)->fresh() || interrupted)) {
        if (auto seeded = seed_tables(app, data, **tables, log); !seeded) return std::unexpected(seeded.error());
    }
    return std::move(*tables);
}

Result<void> check_bootstraps(const App& app) {
    std::string missing;
    for (const auto& [name, function] : app.functions) {
        const auto program = function.code / "bootstrap";
        if (access(program.c_str(), X_OK) == 0) continue;
        missing +=
            fmt::format("{}function '{}' has no program {}", missing.empty() ? "" : "\n", name, program.string());
    }
    if (missing.empty()) return {};
    return problem(missing + ": build the functions first", ExitCode::bad_app);
}

Cloud::Cloud(boost::asio::io_context& network, const App& app, CloudOptions options)
    : network_(network),
      app_(app),
      options_(std::move(options)),
      origin_secret_(new_token(options_.random)),
      values_{.origin_secret_hash = hex(sha256(origin_secret_.reveal())), .loopback = is_loopback(options_.address)},
      pools_(network_, app_, pools_options()),
      parts_(parts()),
      gateway_(network_, app_, parts_.functions, gateway_options(), options_.log, options_.clock, options_.random) {}

Cloud::~Cloud() {
    // Callers first, then those they call; the tables last, with all that was acknowledged on disk.
    gateway_.close();
    expiry_.reset();
    schedules_.reset();
    mappings_.reset();
    pools_.stop();
    if (endpoint_) endpoint_->close();
    if (tables_) {
        const TablesCounters written = tables_->counters();
        options_.log.information("Tables close after {Commits} commits and {Fsyncs} fsyncs",
                                 {{"Commits", written.commits}, {"Fsyncs", written.fsyncs}});
    }
}

void Cloud::drain(std::function<void()> done) {
    expiry_.reset();
    schedules_.reset();
    mappings_.reset();
    gateway_.drain(std::move(done));
}

Cloud::Parts Cloud::parts() {
    FaultInjection* faults = options_.faults;
    if (faults == nullptr) return {pools_, pools_, pools_, [](AwsService real) { return real; }, ""};
    return {faults->functions(pools_), faults->batches(pools_), faults->schedules(pools_),
            [faults](AwsService real) { return faults->dynamodb(std::move(real)); }, faults->files()};
}

PoolsOptions Cloud::pools_options() {
    return {.region = std::string(region),
            .account = std::string(account),
            .freeze = options_.freeze,
            .watch = options_.watch,
            .times = {},
            .clock = options_.clock,
            .random = options_.random,
            .log = options_.log,
            .lines = options_.lines,
            .environment = [this](const Function& function) { return environment_of(function); },
            .register_credentials = [this](const sigv4::Credentials& who,
                                           const std::string& name) { endpoint_->register_credentials(who, name); },
            .revoke_credentials = [this](const std::string& key) { endpoint_->revoke_credentials(key); }};
}

GatewayOptions Cloud::gateway_options() const {
    return {.host = options_.address,
            .port = options_.port,
            .loopback = values_.loopback,
            .origin_secret = origin_secret_,
            .limits = {},
            .timeouts = {}};
}

std::map<std::string, std::string> Cloud::environment_of(const Function& function) const {
    const std::string tables = options_.remote_tables ? to_url(*options_.remote_tables) : endpoint_->url();
    std::map<std::string, std::string> all{
        {"AWS_ENDPOINT_URL_DYNAMODB", tables},
        {"AWS_ENDPOINT_URL_DYNAMODB_STREAMS", tables},
        {"AWS_ENDPOINT_URL_S3", endpoint_->url()},
        {"AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", values_.websocket_endpoint},
    };
    for (const auto& [name, value] : function.environment) all.insert_or_assign(name, resolve(app_, value, values_));
    return all;
}

Grants Cloud::grants() const {
    return [this](const std::string& principal) -> Authorize {
        const auto function = app_.functions.find(principal);
        if (function == app_.functions.end()) return [](std::string_view, std::string_view) { return false; };
        return [&granted = function->second](std::string_view action, std::string_view resource) {
            return allows(granted, action, resource);
        };
    };
}

Result<std::uint16_t> Cloud::listen() {
    const auto port = gateway_.listen();
    if (!port) {
        const auto owner = options_.port == 0 ? std::nullopt : owner_of_port(options_.port);
        if (!owner) return problem(port.error());
        return problem(fmt::format("port {} is in use by pid {} ({}): stop it or choose another with --port",
                                   options_.port, owner->pid, owner->program),
                       ExitCode::port_in_use);
    }
    values_.site_origins = origins_of(*port);
    return *port;
}

Result<void> Cloud::start(const DataFolder& data) {
    auto opened = options_.remote_tables ? open_remote_tables() : open_own_tables(data);
    if (!opened) return opened;
    open_endpoint();
    return {};
}

Result<void> Cloud::open_own_tables(const DataFolder& data) {
    auto tables = open_tables(app_, data, options_.seed, options_.clock, options_.log, parts_.files);
    if (!tables) return std::unexpected(tables.error());
    tables_ = std::move(*tables);
    return {};
}

// The others' streams hold the seed too: their readers begin with it, which costs some events and does no harm.
Result<void> Cloud::open_remote_tables() {
    const sigv4::Credentials credentials = new_credentials(options_.random);
    const Execute execute = [&](std::string_view operation, std::string body, const TableDone& done) {
        auto answer = call_and_wait(*options_.remote_tables, credentials, std::string(region), options_.clock,
                                    fmt::format("{}{}", DynamoDbClient::tables, operation), std::move(body));
        done(answer ? TableAnswer{answer->status, std::move(answer->body)} : TableAnswer{503, answer.error()});
    };
    const auto fresh = create_tables(app_, execute);
    if (!fresh) return std::unexpected(fresh.error());
    if (*fresh && options_.seed && app_.seed) {
        if (auto loaded = load_items(app_, *app_.seed, execute); !loaded) return std::unexpected(loaded.error());
    }
    remote_ = std::make_unique<DynamoDbClient>(network_, *options_.remote_tables, credentials, std::string(region),
                                               options_.clock);
    return {};
}

void Cloud::open_endpoint() {
    std::map<std::string, AwsService, std::less<>> services{{"execute-api", gateway_.connections_service()}};
    if (tables_) services.emplace("dynamodb", parts_.dynamodb(dynamodb_service(*tables_, grants())));
    endpoint_ = std::make_unique<Endpoint>(
        network_, std::move(services),
        EndpointOptions{.region = std::string(region), .clock = options_.clock, .random = options_.random},
        options_.log);
    if (app_.websocket) values_.websocket_endpoint = endpoint_->url() + app_.websocket->path;
}

std::unique_ptr<StreamSource> Cloud::stream_source(const DataFolder& data) {
    if (tables_) return std::make_unique<TablesSource>(network_, *tables_);
    return std::make_unique<WireSource>(
        network_, *remote_,
        WireSourceOptions{
            .name_prefix = deployed_name(app_, ""), .checkpoints = data.checkpoints(), .log = options_.log});
}

void Cloud::start_events(const DataFolder& data) {
    const MappingsOptions mapping{std::string(region), std::string(account), data.queues(),
                                  options_.clock,      options_.random,      options_.log};
    const SchedulesOptions schedule{std::string(region), std::string(account), options_.clock, options_.random,
                                    options_.log};
    streams_ = stream_source(data);
    mappings_ = std::make_unique<Mappings>(network_, app_, *streams_, parts_.batches, mapping);
    schedules_ = std::make_unique<Schedules>(network_, app_, parts_.schedules, schedule);
    if (!tables_) return;
    Tables::StreamReaders readers;
    for (const StreamMapping& declared : app_.events) readers.emplace(declared.stream, reader_name(declared));
    expiry_ = std::make_unique<PeriodicTimer>(network_, expiry_period, [this, readers = std::move(readers)] {
        tables_->expire(expired_at_once);
        tables_->compact(readers);
    });
}

}  // namespace vitrine::host
