// What the parts of the gateway share while it runs. Everything here belongs to the network thread.
#pragma once

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "host/gateway/gateway.hpp"
#include "host/gateway/http_event.hpp"
#include "host/gateway/router.hpp"
#include "host/gateway/static_site.hpp"

namespace vitrine::host::gateway {

// Bound to its io_context's executor by type: no type-erased executor on the way of each operation.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using Steady = std::chrono::steady_clock;

class Connection;
class SocketSession;

struct Core {
    Core(boost::asio::io_context& network, const App& app, FunctionService& functions, GatewayOptions options, Log log,
         Clock clock, Random random);

    boost::asio::io_context& network;
    const App& app;
    FunctionService& functions;
    GatewayOptions options;
    Log log;
    Clock clock;
    Random random;

    Router router;
    ApiIdentity api;
    std::optional<StaticSite> site;
    Headers api_headers;  // on what is neither the site's nor a socket's

    // HTTP connections; those between requests apart, the longest idle first. Each knows its place.
    using Connections = std::list<std::shared_ptr<Connection>>;
    Connections busy;
    Connections idle;
    // WebSockets by connection id; those that are closing apart.
    std::unordered_map<std::string, std::shared_ptr<SocketSession>> sockets;
    std::list<std::shared_ptr<SocketSession>> closing;
    // Those without a socket whose messages are still on their way to functions.
    std::list<std::shared_ptr<SocketSession>> leaving;
    // Called when a connection's descriptor is free again.
    std::function<void()> released = [] {};

    // The gateway ends: `draining` no WebSocket is let in, `over` no function is invoked and no answer looked at.
    bool draining = false;
    bool over = false;
    // $disconnect events that functions have in hand, and what is called each time when none is left to be told.
    std::size_t pending_disconnects = 0;
    std::function<void()> on_drained = [] {};
    void notify_if_drained() {
        if (pending_disconnects == 0 && leaving.empty()) on_drained();
    }

    // Those that hold a descriptor.
    [[nodiscard]] std::size_t open_connections() const {
        return busy.size() + idle.size() + sockets.size() + closing.size();
    }

    // What arrives is read into here first: idle connections hold no buffers.
    std::array<char, 64 * 1024> scratch{};

    // The current HTTP date, made once a second.
    [[nodiscard]] std::string_view date();

private:
    std::int64_t date_second_ = -1;
    std::string date_;
};

}  // namespace vitrine::host::gateway
