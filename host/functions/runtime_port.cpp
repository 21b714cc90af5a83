#include "host/functions/runtime_port.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <set>

#include "host/peer/loopback_guard.hpp"

namespace vitrine::host {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::milliseconds accept_again{50};  // after the process ran out of descriptors

constexpr std::string_view prefix = "/2018-06-01/runtime/";

std::string answer(std::string_view status, std::string_view body) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", status,
                       body.size(), body);
}

std::string accepted() {
    return answer("202 Accepted", R"({"status":"OK"})");
}

std::string refused(std::string_view status, std::string_view type, std::string_view message) {
    return answer(status, fmt::format(R"({{"errorMessage":"{}","errorType":"{}"}})", message, type));
}

std::string event_head(const EventHead& head, std::size_t size) {
    return fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: {}\r\n"
        "Lambda-Runtime-Deadline-Ms: {}\r\nLambda-Runtime-Invoked-Function-Arn: {}\r\nLambda-Runtime-Trace-Id: {}\r\n"
        "Content-Length: {}\r\n\r\n",
        head.request_id, head.deadline_ms, head.function_arn, head.trace_id, size);
}

// `ID/response` → {ID, response}
std::optional<std::pair<std::string_view, std::string_view>> invocation_path(std::string_view path) {
    constexpr std::string_view begin = "invocation/";
    if (!path.starts_with(begin)) return std::nullopt;
    path.remove_prefix(begin.size());
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    return std::pair{path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

struct RuntimePort::Impl : std::enable_shared_from_this<Impl> {
    struct Connection : std::enable_shared_from_this<Connection> {
        Connection(std::weak_ptr<Impl> of, tcp::socket stream)
            : port(std::move(of)), socket(std::move(stream)), reader(max_response) {}

        void read() {
            socket.async_read_some(asio::buffer(bytes), [self = shared_from_this()](auto failed, std::size_t size) {
                if (failed) return self->end();
                self->handle(self->reader.feed({self->bytes.data(), size}));
            });
        }

        void handle(HttpReader::Outcome outcome) {
            if (outcome == HttpReader::Outcome::malformed) return end();
            if (outcome == HttpReader::Outcome::more) {
                if (reader.asks_to_continue()) return send("HTTP/1.1 100 Continue\r\n\r\n", {}, true);
                return read();
            }
            HttpRequest request = reader.take();
            closing = !request.keep_alive;
            if (const auto owner = port.lock()) owner->handle(shared_from_this(), std::move(request));
        }

        // `in_request`: the request goes on after this; otherwise the next may follow.
        void send(std::string head, std::string payload, bool in_request = false) {
            out_head = std::move(head);
            out_payload = std::move(payload);
            const std::array buffers{asio::buffer(out_head), asio::buffer(out_payload)};
            asio::async_write(socket, buffers, [self = shared_from_this(), in_request](auto failed, std::size_t) {
                if (failed || (self->closing && !in_request)) return self->end();
                self->out_payload = {};
                if (in_request) return self->read();
                self->handle(self->reader.read());
            });
        }

        void end() {
            boost::system::error_code ignored;
            socket.close(ignored);
            if (const auto owner = port.lock()) owner->forget(shared_from_this());
        }

        std::weak_ptr<Impl> port;
        tcp::socket socket;
        HttpReader reader;
        std::array<char, 8192> bytes;
        std::string out_head;
        std::string out_payload;
        bool closing = false;
    };

    Impl(asio::io_context& network, Handlers what) : acceptor(network), pause(network), handlers(std::move(what)) {}

    void accept() {
        acceptor.async_accept([self = shared_from_this()](auto failed, tcp::socket socket) {
            if (failed == asio::error::operation_aborted || !self->acceptor.is_open()) return;
            // The caller still stands in the queue: to try at once would be to do nothing else.
            if (failed) return self->accept_later();
            self->serve_connection(std::move(socket));
            self->accept();
        });
    }

    void serve_connection(tcp::socket socket) {
        boost::system::error_code gone;
        const tcp::endpoint theirs = socket.remote_endpoint(gone);
        if (gone) return;
        if (!handlers.is_own(theirs, address)) return handlers.rejected("a process that is not the function's own");
        socket.set_option(tcp::no_delay(true), gone);
        const auto connection = std::make_shared<Connection>(shared_from_this(), std::move(socket));
        connections.insert(connection);
        connection->read();
    }

    void accept_later() {
        pause.expires_after(accept_again);
        pause.async_wait([self = shared_from_this()](auto cancelled) {
            if (!cancelled && self->acceptor.is_open()) self->accept();
        });
    }

    void handle(const std::shared_ptr<Connection>& from, HttpRequest request) {
        if (request.of_browser || request.host != authority) {
            from->closing = true;
            from->send(refused("403 Forbidden", "AccessDenied", "The Runtime API is the function's own"), {});
            return handlers.rejected(request.of_browser ? "a browser" : "a request for another host");
        }
        const std::string path = std::move(request.path);
        std::string_view rest = path;
        if (!rest.starts_with(prefix)) return unknown(*from);
        rest.remove_prefix(prefix.size());
        if (request.method == "GET" && rest == "invocation/next") {
            waiting = from;
            return handlers.next();
        }
        if (request.method != "POST") return unknown(*from);
        if (rest == "init/error") {
            from->send(accepted(), {});
            return handlers.init_error(std::move(request));
        }
        const auto invocation = invocation_path(rest);
        if (!invocation) return unknown(*from);
        finish(*from, *invocation, std::move(request));
    }

    void finish(Connection& from, std::pair<std::string_view, std::string_view> invocation, HttpRequest request) {
        const auto& [id, verb] = invocation;
        if (verb != "response" && verb != "error") return unknown(from);
        const bool too_large = request.too_large;
        const bool known = (verb == "response" ? handlers.response : handlers.error)(id, std::move(request));
        if (!known) return from.send(refused("400 Bad Request", "InvalidRequestID", "Invalid request ID"), {});
        if (too_large) {
            return from.send(
                refused("413 Payload Too Large", "RequestEntityTooLarge", "Exceeded maximum allowed payload size"), {});
        }
        from.send(accepted(), {});
    }

    static void unknown(Connection& from) { from.send(refused("404 Not Found", "NotFound", "No such operation"), {}); }

    void forget(const std::shared_ptr<Connection>& connection) { connections.erase(connection); }

    tcp::acceptor acceptor;
    tcp::endpoint address;
    std::string authority;
    asio::steady_timer pause;
    Handlers handlers;
    std::set<std::shared_ptr<Connection>> connections;
    std::weak_ptr<Connection> waiting;  // in GET next
};

std::expected<std::unique_ptr<RuntimePort>, std::string> RuntimePort::open(asio::io_context& network,
                                                                           Handlers handlers) {
    auto impl = std::make_shared<Impl>(network, std::move(handlers));
    boost::system::error_code failed;
    const tcp::endpoint any(asio::ip::address_v4::loopback(), 0);
    if (impl->acceptor.open(any.protocol(), failed); failed) return std::unexpected(failed.message());
    if (impl->acceptor.bind(any, failed); failed) return std::unexpected(failed.message());
    if (impl->acceptor.listen(16, failed); failed) return std::unexpected(failed.message());
    impl->address = impl->acceptor.local_endpoint();
    impl->authority = loopback_authority(impl->address.port());
    impl->accept();
    return std::unique_ptr<RuntimePort>(new RuntimePort(std::move(impl)));
}

RuntimePort::~RuntimePort() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
    impl_->handlers = {};
    for (const auto& connection : std::exchange(impl_->connections, {})) {
        connection->port.reset();
        connection->socket.close(ignored);
    }
}

std::uint16_t RuntimePort::port() const {
    return impl_->address.port();
}

void RuntimePort::give(const EventHead& head, std::string payload) {
    if (const auto connection = impl_->waiting.lock()) {
        impl_->waiting.reset();
        std::string text = event_head(head, payload.size());
        connection->send(std::move(text), std::move(payload));
    }
}

}  // namespace vitrine::host
