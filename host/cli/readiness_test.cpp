#include "host/cli/readiness.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using boost::asio::ip::tcp;
using namespace std::chrono_literals;

App with_routes(std::initializer_list<const char*> keys) {
    App app;
    for (const auto* key : keys) app.http.push_back({key, "f"});
    return app;
}

TEST(ReadinessPath, PrefersHealthThenTheShortestPath) {
    EXPECT_EQ(readiness_path(with_routes({"GET /b", "GET /api/v1/health", "POST /a"})), "/api/v1/health");
    EXPECT_EQ(readiness_path(with_routes({"GET /long/path", "GET /cd", "GET /ab", "GET /{x}"})), "/ab");
}

TEST(ReadinessPath, IsEmptyWithoutAGetRouteWithoutParameters) {
    EXPECT_FALSE(readiness_path(with_routes({"POST /a", "GET /{x}", "ANY /b", "$default"})));
}

// Answers one request after the other with the statuses given, the last one for ever.
class Server {
public:
    Server(boost::asio::io_context& network, std::vector<int> statuses)
        : acceptor_(network, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
          statuses_(std::move(statuses)) {
        accept();
    }
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    std::size_t served = 0;

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
            if (failed) return;
            const auto peer = std::make_shared<tcp::socket>(std::move(socket));
            const auto text = std::make_shared<std::string>();
            boost::asio::async_read_until(
                *peer, boost::asio::dynamic_buffer(*text), "\r\n\r\n", [this, peer, text](auto, std::size_t) {
                    const int status = statuses_[std::min(served++, statuses_.size() - 1)];
                    *text = fmt::format("HTTP/1.1 {} Whatever\r\nContent-Length: 0\r\n\r\n", status);
                    boost::asio::async_write(*peer, boost::asio::buffer(*text), [peer, text](auto, std::size_t) {});
                });
            accept();
        });
    }
    tcp::acceptor acceptor_;
    std::vector<int> statuses_;
};

TEST(AwaitAnswer, RetriesUntilAnAnswerBelow500) {
    boost::asio::io_context network;
    Server server(network, {503, 500, 200});
    std::optional<std::string> why;
    await_answer(network, "127.0.0.1", server.port(), "/x", 10s, [&](std::string text) { why = std::move(text); });
    ASSERT_TRUE(run_until(network, [&] { return why.has_value(); }));
    EXPECT_EQ(*why, "");
    EXPECT_EQ(server.served, 3U);
}

TEST(AwaitAnswer, ReportsTheLastFailureAfterTheTimeout) {
    boost::asio::io_context network;
    Server server(network, {503});
    std::optional<std::string> why;
    await_answer(network, "127.0.0.1", server.port(), "/x", 120ms, [&](std::string text) { why = std::move(text); });
    ASSERT_TRUE(run_until(network, [&] { return why.has_value(); }));
    EXPECT_EQ(*why, "the answer was 503");
}

}  // namespace
}  // namespace vitrine::host
