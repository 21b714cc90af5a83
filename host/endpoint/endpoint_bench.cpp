// CPU that the network thread spends on one signed GetItem, the service included: ninja host_endpoint_bench.
#include <fmt/format.h>
#include <pthread.h>
#include <time.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

#include "host/endpoint/dynamodb_service.hpp"

namespace {

using namespace vitrine;
using namespace vitrine::host;
namespace asio = boost::asio;

constexpr int connections = 16;
constexpr int rounds = 2'000;

double seconds(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::string signed_get(const sigv4::Credentials& credentials, const std::string& authority) {
    const std::string body = R"({"TableName":"things","ConsistentRead":true,"Key":{"id":{"S":"a"}}})";
    std::vector<sigv4::Header> headers{{"Host", authority},
                                       {"Content-Type", "application/x-amz-json-1.0"},
                                       {"X-Amz-Target", "DynamoDB_20120810.GetItem"}};
    sigv4::Signer signer(credentials, {"eu-west-1", "dynamodb"});
    const auto added =
        signer.sign({.method = "POST", .path = "/", .query = "", .headers = headers, .body = body}, system_clock()());
    headers.insert(headers.end(), added.begin(), added.end());
    std::string out = "POST / HTTP/1.1\r\n";
    for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
    return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// One request on each connection at a time.
void load(std::uint16_t port, const std::string& request) {
    asio::io_context context;
    std::vector<asio::ip::tcp::socket> sockets;
    for (int i = 0; i < connections; ++i) {
        sockets.emplace_back(context);
        sockets.back().connect({asio::ip::address_v4::loopback(), port});
    }
    std::array<char, 8192> answer{};
    for (int round = 0; round < rounds; ++round) {
        for (auto& socket : sockets) asio::write(socket, asio::buffer(request));
        for (auto& socket : sockets) {
            const std::size_t size = socket.read_some(asio::buffer(answer));
            if (std::string_view(answer.data(), size).find("200 OK") == std::string_view::npos) std::abort();
        }
    }
}

}  // namespace

int main() {
    std::string folder = (std::filesystem::temp_directory_path() / "endpoint-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) return 1;
    App app;
    app.tables.emplace("things", Table{.name = "things",
                                       .partition = {"id", AttributeType::string},
                                       .sort = {},
                                       .ttl = {},
                                       .stream = StreamView::none,
                                       .indexes = {}});
    auto tables =
        *Tables::open(app, {.folder = folder, .name_prefix = "", .region = "eu-west-1", .clock = system_clock()});
    const Authorize everyone = [](std::string_view, std::string_view) { return true; };
    std::promise<void> put;
    tables->execute(
        "PutItem", R"({"TableName":"things","Item":{"id":{"S":"a"},"text":{"S":")" + std::string(1400, 'x') + R"("}}})",
        everyone, [&](const TableAnswer&) { put.set_value(); });
    put.get_future().wait();

    asio::io_context network;
    EndpointOptions options;
    options.region = "eu-west-1";
    options.clock = system_clock();
    Endpoint endpoint(network, {{"dynamodb", dynamodb_service(*tables, [&](const std::string&) { return everyone; })}},
                      options, Log::silent());
    const sigv4::Credentials credentials{"KEY", Secret("secret"), Secret("token")};
    endpoint.register_credentials(credentials, "bench");
    std::thread thread([&] { network.run(); });
    clockid_t cpu{};
    pthread_getcpuclockid(thread.native_handle(), &cpu);
    const std::string url = endpoint.url();
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));

    const double cpu_before = seconds(cpu);
    const double before = seconds(CLOCK_MONOTONIC);
    load(port, signed_get(credentials, url.substr(std::string_view("http://").size())));
    constexpr double requests = connections * rounds;
    fmt::print("{:.0f} GetItem/s, {:.1f} us of CPU each on the network thread\n",
               requests / (seconds(CLOCK_MONOTONIC) - before), (seconds(cpu) - cpu_before) / requests * 1e6);
    asio::post(network, [&] { endpoint.close(); });
    thread.join();
    tables.reset();
    std::filesystem::remove_all(folder);
}
