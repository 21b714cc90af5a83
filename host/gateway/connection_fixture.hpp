// One connection of the gateway on an end of a socket pair: no port, no thread, and a clock and ids that stand still,
// so that the same bytes always have the same answer. The test holds the other end. It is for unit tests and the
// fuzzer.
#pragma once

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/post.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/gateway/connection.hpp"
#include "host/gateway/socket_session.hpp"

namespace vitrine::host::gateway {

// Answers each event at once, or keeps it until it is told to answer.
class DeferredFunctions final : public FunctionService {
public:
    explicit DeferredFunctions(boost::asio::io_context& network) : network_(network) {}

    void invoke(Invocation invocation, InvokeDone done) override {
        const bool message = invocation.payload.find(R"("eventType":"MESSAGE")") != std::string::npos;
        events.push_back(std::move(invocation.payload));
        held_.push_back([done = std::move(done), message] {
            done(Returned{message ? R"({"statusCode":200,"body":"heard"})" : R"({"statusCode":200,"body":"hello"})"});
        });
        if (!hold) answer();
    }
    // All that is held.
    void answer() {
        for (auto& one : std::exchange(held_, {})) boost::asio::post(network_, std::move(one));
    }
    [[nodiscard]] bool busy() const { return !held_.empty(); }

    bool hold = false;
    std::vector<std::string> events;

private:
    boost::asio::io_context& network_;
    std::vector<std::function<void()>> held_;
};

class ConnectionFixture {
public:
    ConnectionFixture() {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0) std::abort();
        own_end_ = ends[0];
        Socket socket(network_);
        socket.assign(boost::asio::ip::tcp::v4(), ends[1]);
        socket.non_blocking(true);
        const auto connection = std::make_shared<Connection>(core_, std::move(socket), "192.0.2.1");
        core_->idle.push_back(connection);
        connection->start(std::prev(core_->idle.end()));
        settle();
    }
    ConnectionFixture(const ConnectionFixture&) = delete;
    ConnectionFixture& operator=(const ConnectionFixture&) = delete;
    ~ConnectionFixture() {
        hang_up();
        functions.hold = false;  // what they keep keeps the connection
        answer();
    }

    // Hands over a piece, and lets the connection do all that it can with it.
    void send(std::string_view piece) {
        if (own_end_ >= 0 && !piece.empty()) (void)::send(own_end_, piece.data(), piece.size(), MSG_NOSIGNAL);
        settle();
    }
    // The end of what we send: a FIN.
    void finish() {
        if (own_end_ >= 0) ::shutdown(own_end_, SHUT_WR);
        settle();
    }
    void hang_up() {
        if (own_end_ >= 0) ::close(std::exchange(own_end_, -1));
    }
    // Answers what functions hold, and what comes of it.
    void answer() {
        functions.answer();
        settle();
    }
    // Lets everything that waits for a time run into it.
    void expire() {
        const auto late = Steady::now() + std::chrono::hours{24};
        std::vector<std::shared_ptr<SocketSession>> sessions(core_->closing.begin(), core_->closing.end());
        sessions.insert(sessions.end(), core_->leaving.begin(), core_->leaving.end());
        for (const auto& [id, session] : core_->sockets) sessions.push_back(session);
        std::vector<std::shared_ptr<Connection>> connections(core_->busy.begin(), core_->busy.end());
        connections.insert(connections.end(), core_->idle.begin(), core_->idle.end());
        for (const auto& session : sessions) session->expire(late);
        for (const auto& connection : connections) connection->expire(late);
        settle();
    }

    // The gateway has closed its end.
    [[nodiscard]] bool is_gone() const { return core_->open_connections() == 0; }
    // Has it taken all that it was sent?
    [[nodiscard]] bool has_taken_all() const {
        int left = 0;
        return own_end_ < 0 || ::ioctl(own_end_, SIOCOUTQ, &left) != 0 || left == 0;
    }
    // It consumes, waits for more, or has closed; a function that works is what alone may keep it from reading.
    [[nodiscard]] bool is_settled() const { return !spins && (is_gone() || functions.busy() || has_taken_all()); }

    std::string received;
    bool reads = true;     // what it sends
    bool is_shut = false;  // it has ended what it sends
    int handlers = 0;      // that ran for the last piece
    bool spins = false;    // it kept running without a byte from us

    boost::asio::io_context network_{1};
    DeferredFunctions functions{network_};

private:
    static App an_app() {
        App app;
        app.name = "test";
        app.functions = {{"hello", {}}, {"sockets", {}}};
        app.http = {{"GET /api/{id}", "hello"}, {"POST /api/{id}", "hello"}, {"HEAD /api/{id}", "hello"}};
        app.websocket =
            WebSocketApi{.path = "/ws",
                         .select = "$request.body.action",
                         .routes = {{"$connect", "sockets"}, {"$disconnect", "sockets"}, {"$default", "sockets"}}};
        return app;
    }
    static GatewayOptions small_limits() {
        GatewayOptions options;
        options.limits.body = 64 * 1024;
        return options;
    }
    static Random a_counter() {
        return [count = std::uint8_t{0}](std::span<std::uint8_t> bytes) mutable {
            for (std::uint8_t& byte : bytes) byte = count++;
        };
    }

    void settle() {
        constexpr int plenty = 100'000;  // of handlers for one piece
        handlers = 0;
        do {
            network_.restart();
            while (handlers < plenty && network_.poll_one() > 0) ++handlers;
        } while (receive() && handlers < plenty);
        if (handlers >= plenty) spins = true;
    }
    bool receive() {
        std::array<char, 16 * 1024> chunk;
        bool any = false;
        while (reads && own_end_ >= 0 && !is_shut) {
            const ssize_t got = ::recv(own_end_, chunk.data(), chunk.size(), 0);
            if (got == 0 || (got < 0 && errno != EAGAIN)) is_shut = true;
            if (got <= 0) break;
            received.append(chunk.data(), static_cast<std::size_t>(got));
            any = true;
        }
        return any;
    }

    App app_ = an_app();
    std::shared_ptr<Core> core_ = std::make_shared<Core>(
        network_, app_, functions, small_limits(), Log::silent(),
        [] { return Instant{Milliseconds{1'584'039'838'390}}; }, a_counter());
    int own_end_ = -1;
};

}  // namespace vitrine::host::gateway
