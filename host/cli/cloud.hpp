// Every part of the host, wired. What is constructed here is all there is.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/app/app.hpp"
#include "host/app/placeholders.hpp"
#include "host/cli/data_folder.hpp"
#include "host/cli/outcome.hpp"
#include "host/endpoint/dynamodb_service.hpp"
#include "host/endpoint/endpoint.hpp"
#include "host/events/dynamodb_client.hpp"
#include "host/events/mappings.hpp"
#include "host/events/schedules.hpp"
#include "host/events/tables_source.hpp"
#include "host/faults/fault_injection.hpp"
#include "host/functions/pools.hpp"
#include "host/gateway/gateway.hpp"
#include "host/tables/tables.hpp"
#include "lib/ids.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

// Where the cloud pretends to be.
inline constexpr std::string_view region = "eu-central-1";
inline constexpr std::string_view account = "000000000000";

struct CloudOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    bool seed = true;
    bool freeze = false;
    bool watch = false;
    std::optional<DynamoDbAddress> remote_tables;  // somebody else's DynamoDB in place of our own tables
    FaultInjection* faults = nullptr;              // outlives the cloud; nullptr: nothing is made to fail
    Clock clock;
    Random random;
    Log log;
    Log::Sink lines;  // where the functions' own lines go
};

// Tables with the seed in them where they were empty. `files`: as in TablesOptions.
[[nodiscard]] Result<std::unique_ptr<Tables>> open_tables(const App& app, const DataFolder& data, bool seed,
                                                          const Clock& clock, const Log& log,
                                                          const std::string& files = "");

// A folder of app.yaml's that holds no bootstrap is a problem.
[[nodiscard]] Result<void> check_bootstraps(const App& app);

class Cloud {
public:
    // All references must outlive the cloud. Nothing listens, and no process runs yet.
    Cloud(boost::asio::io_context& network, const App& app, CloudOptions options);
    ~Cloud();
    Cloud(const Cloud&) = delete;
    Cloud& operator=(const Cloud&) = delete;

    // Opens the public port; what comes waits until `start`. The port.
    [[nodiscard]] Result<std::uint16_t> listen();
    // Opens tables and endpoint; functions can be invoked from here on.
    [[nodiscard]] Result<void> start(const DataFolder& data);
    // Begins to read streams and the clock.
    void start_events(const DataFolder& data);

    // Takes nothing more on, and tells functions what has ended. `done` is called once, later, when they have answered.
    void drain(std::function<void()> done);

    // The pools themselves, past injected faults.
    [[nodiscard]] FunctionService& functions() { return pools_; }

private:
    [[nodiscard]] PoolsOptions pools_options();
    [[nodiscard]] GatewayOptions gateway_options() const;
    [[nodiscard]] std::map<std::string, std::string> environment_of(const Function& function) const;
    [[nodiscard]] Grants grants() const;
    [[nodiscard]] Result<void> open_own_tables(const DataFolder& data);
    [[nodiscard]] Result<void> open_remote_tables();
    [[nodiscard]] std::unique_ptr<StreamSource> stream_source(const DataFolder& data);
    void open_endpoint();

    // What each part deals with: the parts themselves, or what injects faults in front of them.
    struct Parts {
        FunctionService& functions;
        FunctionService& batches;
        FunctionService& schedules;
        std::function<AwsService(AwsService)> dynamodb;
        std::string files;  // as in TablesOptions
    };
    [[nodiscard]] Parts parts();

    boost::asio::io_context& network_;
    const App& app_;
    CloudOptions options_;
    Secret origin_secret_;
    RunTimeValues values_;
    std::unique_ptr<Tables> tables_;          // our own,
    std::unique_ptr<DynamoDbClient> remote_;  // or a way to others
    std::unique_ptr<Endpoint> endpoint_;
    Pools pools_;
    Parts parts_;
    Gateway gateway_;
    std::unique_ptr<StreamSource> streams_;
    std::unique_ptr<Mappings> mappings_;
    std::unique_ptr<Schedules> schedules_;
    std::unique_ptr<PeriodicTimer> expiry_;
};

}  // namespace vitrine::host
