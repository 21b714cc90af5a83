// A gateway on a free port with functions of the test's own, and a client that speaks plain bytes to it.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "host/gateway/gateway.hpp"

namespace vitrine::host::gateway {

// Answers each invocation from the network thread by a handler; one that says nothing leaves the caller waiting.
class FakeFunctions final : public FunctionService {
public:
    using Handler = std::function<std::optional<InvokeResult>(const Invocation&)>;

    explicit FakeFunctions(boost::asio::io_context& network) : network_(network) {}
    void answer_with(Handler handler) {
        const std::scoped_lock lock(mutex_);
        handler_ = std::move(handler);
    }
    void invoke(Invocation invocation, InvokeDone done) override {
        boost::asio::post(network_, [this, invocation = std::move(invocation), done = std::move(done)] {
            Handler handler;
            {
                const std::scoped_lock lock(mutex_);
                seen_.push_back(invocation);
                handler = handler_;
            }
            changed_.notify_all();
            if (auto result = handler(invocation)) done(*std::move(result));
        });
    }
    // The first invocation, at or after position `from`, whose payload holds `text`; fails the test after 5 s without.
    [[nodiscard]] Invocation wait_for(std::string_view text) {
        std::unique_lock lock(mutex_);
        const Invocation* found = nullptr;
        const auto look = [&] {
            for (const Invocation& one : seen_)
                if (one.payload.find(text) != std::string::npos) found = &one;
            return found != nullptr;
        };
        if (!changed_.wait_for(lock, std::chrono::seconds(5), look)) ADD_FAILURE() << "no invocation with " << text;
        return found == nullptr ? Invocation{} : *found;
    }
    [[nodiscard]] std::vector<Invocation> seen() {
        const std::scoped_lock lock(mutex_);
        return seen_;
    }

private:
    boost::asio::io_context& network_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Handler handler_ = [](const Invocation&) { return Returned{R"({"statusCode":200,"body":"hello"})"}; };
    std::vector<Invocation> seen_;
};

struct ServedAnswer {
    int status = 0;  // 0: the connection ended before one came
    std::string head;
    std::string body;
    [[nodiscard]] std::string header(std::string_view name) const {
        const auto at = head.find("\r\n" + std::string(name) + ": ");
        if (at == std::string::npos) return {};
        const auto value = at + name.size() + 4;
        return head.substr(value, head.find("\r\n", value) - value);
    }
};

class Client {
public:
    // `buffer`: the receive buffer, for a client that is slow to read; 0: the system's.
    explicit Client(std::uint16_t port, int buffer = 0)
        : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval patience{10, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (buffer > 0) ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            ADD_FAILURE() << "cannot connect";
    }
    Client(Client&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)), held_(std::move(other.held_)) {}
    Client& operator=(Client&&) = delete;
    ~Client() { hang_up(); }
    void hang_up() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

    void send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;  // the other side has ended; what it said is what counts
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    // Exactly `size` bytes, fewer where the connection ends.
    [[nodiscard]] std::string read(std::size_t size) {
        while (held_.size() < size && receive()) {
        }
        std::string taken = held_.substr(0, size);
        held_.erase(0, taken.size());
        return taken;
    }
    // Until the gateway closes the connection.
    [[nodiscard]] std::string read_to_end() {
        while (receive()) {
        }
        return std::exchange(held_, {});
    }
    // Does it close without another byte?
    [[nodiscard]] bool ends() { return read_to_end().empty(); }

    // The next answer; `with_body` false for one to HEAD.
    [[nodiscard]] ServedAnswer answer(bool with_body = true) {
        std::size_t end = 0;
        while ((end = held_.find("\r\n\r\n")) == std::string::npos)
            if (!receive()) return {};
        ServedAnswer result{.status = std::stoi(held_.substr(9, 3)), .head = read(end + 4), .body = {}};
        const std::string length = result.header("content-length");
        if (with_body && !length.empty()) result.body = read(std::stoul(length));
        return result;
    }

private:
    bool receive() {
        std::array<char, 16 * 1024> chunk;
        const ssize_t got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
        if (got > 0) held_.append(chunk.data(), static_cast<std::size_t>(got));
        EXPECT_FALSE(got < 0 && errno == EAGAIN) << "nothing came";
        return got > 0;
    }

    int descriptor_;
    std::string held_;
};

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        app.name = "test";
        Function pusher;
        pusher.allow = {{{"execute-api:ManageConnections"}, {"websocket"}}};
        app.functions = {{"hello", {}}, {"sockets", {}}, {"pusher", pusher}};
        app.http = {{"GET /api/{id}", "hello"}, {"POST /api/{id}", "hello"}};
        app.websocket =
            WebSocketApi{.path = "/ws",
                         .select = "$request.body.action",
                         .routes = {{"$connect", "sockets"}, {"$disconnect", "sockets"}, {"hello", "sockets"}}};
        options.port = 0;
        options.timeouts.sweep = Milliseconds{10};
        options.timeouts.closing = Milliseconds{200};
    }
    ~ServerTest() override { stop(); }

    void start() {
        gateway =
            std::make_unique<Gateway>(network, app, functions, options, Log::silent(), system_clock(), system_random());
        const auto listening = gateway->listen();
        ASSERT_TRUE(listening) << listening.error();
        port = *listening;
        thread = std::thread([this] { network.run(); });
    }
    void stop() {
        if (!thread.joinable()) return;
        on_network([this] { gateway->close(); });
        work.reset();
        thread.join();
    }
    void on_network(std::function<void()> action) {
        std::promise<void> done;
        boost::asio::post(network, [&] {
            action();
            done.set_value();
        });
        done.get_future().wait();
    }
    [[nodiscard]] Client client(int buffer = 0) const { return Client(port, buffer); }

    static std::string get(std::string_view path, std::string_view more = {}) {
        return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
    }
    static InvokeResult returned(std::string_view body) {
        return Returned{R"({"statusCode":200,"body":")" + std::string(body) + R"("})"};
    }

    boost::asio::io_context network{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{network.get_executor()};
    App app;
    FakeFunctions functions{network};
    GatewayOptions options;
    std::unique_ptr<Gateway> gateway;
    std::thread thread;
    std::uint16_t port = 0;
};

}  // namespace vitrine::host::gateway
