// The contract of stores over DynamoDB's protocol: the host's tables and, where VITRINE_TEST_DYNAMODB_URL names it, any
// other service that speaks it (AWS's DynamoDB Local).
#include "services/store/testing/store_contract.hpp"

#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "host/endpoint/dynamodb_service.hpp"
#include "host/endpoint/endpoint.hpp"
#include "host/tables/tables.hpp"
#include "services/aws/http_client.hpp"
#include "services/aws/signed_request.hpp"
#include "services/store/dynamodb/dynamodb.hpp"

namespace shop::aws {
namespace {

namespace host = vitrine::host;
using store::StoreContract;
using store::StoreFactory;
using vitrine::Milliseconds;

const vitrine::sigv4::Credentials credentials{"FAKEKEY", vitrine::Secret("secret"), vitrine::Secret("token==")};

Environment environment_of(std::string url) {
    Environment environment;
    environment.region = "eu-central-1";
    environment.credentials = credentials;
    environment.dynamodb_url = std::move(url);
    return environment;
}

std::unique_ptr<store::Store> client_of(const std::string& url) {
    auto client = DynamoDb::create(environment_of(url), system_world());
    if (!client) throw std::runtime_error(client.error());
    return *std::move(client);
}

host::App contract_app() {
    using host::AttributeType;
    host::App app;
    app.name = "contract";
    app.tables["things"] = {.name = "things", .partition = {"id", AttributeType::string}};
    app.tables["log"] = {
        .name = "log", .partition = {"topic", AttributeType::string}, .sort = {{"seq", AttributeType::number}}};
    app.tables["orders"] = {
        .name = "orders",
        .partition = {"pk", AttributeType::string},
        .indexes = {{"by-state", {"stateShard", AttributeType::string}, {{"placedAt", AttributeType::string}}}}};
    return app;
}

// The host's tables behind its endpoint, on a thread of their own.
class HostTables {
public:
    HostTables() : folder_(make_folder()), guard_(network_.get_executor()) {
        auto tables =
            host::Tables::open(contract_app(), {folder_, "contract-", "eu-central-1", vitrine::system_clock()});
        if (!tables) throw std::runtime_error(tables.error());
        tables_ = *std::move(tables);
        const auto everything = [](const std::string&) {
            return [](std::string_view, std::string_view) { return true; };
        };
        endpoint_.emplace(network_, services(host::dynamodb_service(*tables_, everything)),
                          host::EndpointOptions{.region = "eu-central-1", .clock = vitrine::system_clock()},
                          vitrine::Log::silent());
        endpoint_->register_credentials(credentials, "contract");
        url_ = endpoint_->url();
        thread_ = std::thread([this] { network_.run(); });
    }
    ~HostTables() {
        std::promise<void> closed;
        boost::asio::post(network_, [&] {
            endpoint_->close();
            closed.set_value();
        });
        closed.get_future().wait();
        guard_.reset();
        network_.stop();
        thread_.join();
        tables_.reset();
        std::filesystem::remove_all(folder_);
    }
    HostTables(const HostTables&) = delete;
    HostTables& operator=(const HostTables&) = delete;
    [[nodiscard]] const std::string& url() const { return url_; }

private:
    static std::filesystem::path make_folder() {
        std::string name = std::filesystem::temp_directory_path() / "vitrine-contract-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the tables");
        return name;
    }
    static std::map<std::string, host::AwsService, std::less<>> services(host::AwsService dynamodb) {
        std::map<std::string, host::AwsService, std::less<>> services;
        services.emplace("dynamodb", std::move(dynamodb));
        return services;
    }

    std::filesystem::path folder_;
    boost::asio::io_context network_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::unique_ptr<host::Tables> tables_;
    std::optional<host::Endpoint> endpoint_;
    std::string url_;
    std::thread thread_;
};

std::unique_ptr<store::Store> over_host_tables() {
    static HostTables tables;  // one for all tests: their keys are their own
    return client_of(tables.url());
}

INSTANTIATE_TEST_SUITE_P(HostTables, StoreContract, ::testing::Values(StoreFactory{"host", over_host_tables, {}}),
                         [](const auto& instance) { return instance.param.name; });

// --- another service

void create_table(const std::string& url, const char* definition) {
    HttpClient http(*parse_endpoint_url(url), {});
    vitrine::sigv4::Signer signer(credentials, {"eu-central-1", "dynamodb"});
    Outgoing outgoing{"POST", "/", {{"Content-Type", "application/x-amz-json-1.0"}}, definition};
    outgoing.headers.emplace_back("X-Amz-Target", "DynamoDB_20120810.CreateTable");
    const std::string head = signed_head(signer, http.endpoint(), outgoing, vitrine::system_clock()());
    const auto answer = http.send({head, outgoing.body}, vitrine::Deadline::in(Milliseconds{10'000}));
    const bool there = answer && (answer->status == 200 || answer->body.find("ResourceInUse") != std::string::npos);
    if (!there) throw std::runtime_error("no table: " + (answer ? answer->body : answer.error().detail));
}

std::vector<StoreFactory> other_services() {
    const char* url = std::getenv("VITRINE_TEST_DYNAMODB_URL");
    if (url == nullptr) return {};
    create_table(url, R"({"TableName":"contract-things","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]})");
    create_table(url, R"({"TableName":"contract-log","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"topic","AttributeType":"S"},{"AttributeName":"seq","AttributeType":"N"}],
      "KeySchema":[{"AttributeName":"topic","KeyType":"HASH"},{"AttributeName":"seq","KeyType":"RANGE"}]})");
    create_table(url, R"({"TableName":"contract-orders","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"stateShard","AttributeType":"S"},
        {"AttributeName":"placedAt","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "GlobalSecondaryIndexes":[{"IndexName":"by-state","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"stateShard","KeyType":"HASH"},{"AttributeName":"placedAt","KeyType":"RANGE"}]}]})");
    return {{"other", [service = std::string(url)] { return client_of(service); }, {}}};
}

INSTANTIATE_TEST_SUITE_P(OtherService, StoreContract, ::testing::ValuesIn(other_services()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace shop::aws
