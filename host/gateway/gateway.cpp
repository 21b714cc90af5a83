#include "host/gateway/gateway.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <vector>

#include "host/gateway/connection.hpp"
#include "host/gateway/connections_api.hpp"
#include "host/gateway/core.hpp"
#include "host/gateway/socket_session.hpp"

namespace vitrine::host {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using gateway::Connection;
using gateway::Core;
using gateway::Steady;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;

constexpr Milliseconds pause_without_descriptors{50};

// Functions, tables and logs need descriptors too.
std::size_t connections_that_fit() {
    constexpr rlim_t others = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return 64 * 1024;
    return static_cast<std::size_t>(limit.rlim_cur - std::min(others, limit.rlim_cur / 2));
}

bool out_of_resources(const error_code& failed) {
    return failed == asio::error::no_descriptors || failed == boost::system::errc::too_many_files_open_in_system ||
           failed == asio::error::no_buffer_space || failed == asio::error::no_memory;
}

std::string why_not(const error_code& failed, const std::string& host, std::uint16_t port) {
    if (failed == asio::error::address_in_use)
        return fmt::format("Port {} on {} is in use: stop the program that listens there, or choose another port.",
                           port, host);
    if (failed == asio::error::access_denied)
        return fmt::format("Port {} on {} may not be opened by this user: choose a port above 1023.", port, host);
    return fmt::format("Cannot listen on {} port {}: {}.", host, port, failed.message());
}

// The shared pointers of those whose deadline has passed: looking after them changes the lists.
template <typename Owners, typename Project>
auto overdue(const Owners& owners, Steady::time_point now, Project project) {
    std::vector<std::remove_cvref_t<decltype(project(*owners.begin()))>> found;
    for (const auto& owner : owners)
        if (project(owner)->deadline() <= now) found.push_back(project(owner));
    return found;
}

}  // namespace

struct Gateway::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& network, const App& app, FunctionService& functions, GatewayOptions options, Log log,
         Clock clock, Random random)
        : core(std::make_shared<Core>(network, app, functions, std::move(options), std::move(log), std::move(clock),
                                      std::move(random))),
          acceptor(network),
          sweeper(network),
          pause(network),
          max_connections(core->options.limits.connections != 0 ? core->options.limits.connections
                                                                : connections_that_fit()) {}

    std::expected<std::uint16_t, std::string> listen();
    void accept();
    void accepted(gateway::Socket socket);
    void could_not_accept(const error_code& failed);
    bool make_room(Steady::time_point now);
    void descriptor_is_free();
    void sweep();
    void stop_listening();
    void end_idle();
    void shut_down_sockets();
    void drain(std::function<void()> drained);
    void close();

    std::shared_ptr<Core> core;
    Acceptor acceptor;
    asio::steady_timer sweeper;
    asio::steady_timer pause;
    std::size_t max_connections;
    bool full = false;  // does not accept until a connection ends
};

std::expected<std::uint16_t, std::string> Gateway::Impl::listen() {
    const std::string& host = core->options.host;
    const std::uint16_t port = core->options.port;
    error_code failed;
    const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, failed);
    if (failed) return std::unexpected(fmt::format("{} is not an IP address to listen on.", host));
    const tcp::endpoint endpoint(address, port);
    acceptor.open(endpoint.protocol(), failed);
    if (!failed) acceptor.set_option(Acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(endpoint, failed);
    if (!failed) acceptor.listen(Acceptor::max_listen_connections, failed);
    if (failed) {
        error_code ignored;
        acceptor.close(ignored);
        return std::unexpected(why_not(failed, host, port));
    }
    core->api.port = acceptor.local_endpoint().port();
    core->released = [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->descriptor_is_free();
    };
    accept();
    sweep();
    return core->api.port;
}

void Gateway::Impl::accept() {
    acceptor.async_accept([self = shared_from_this()](const error_code& failed, gateway::Socket socket) {
        if (!self->acceptor.is_open()) return;
        if (failed) return self->could_not_accept(failed);
        self->accepted(std::move(socket));
    });
}

void Gateway::Impl::accepted(gateway::Socket socket) {
    error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    if (!failed) socket.non_blocking(true, failed);
    if (!failed) socket.set_option(tcp::no_delay(true), failed);
    if (!failed) {
        const auto connection = std::make_shared<Connection>(core, std::move(socket), peer.address().to_string());
        core->idle.push_back(connection);
        connection->start(std::prev(core->idle.end()));
    }
    full = core->open_connections() >= max_connections && !make_room(Steady::now());
    if (!full) accept();
}

void Gateway::Impl::could_not_accept(const error_code& failed) {
    if (!out_of_resources(failed)) return accept();
    core->log.warning("No connection can be accepted: {Reason}",
                      {{"Reason", failed.message()}, {"Open", core->open_connections()}});
    make_room(Steady::now());
    pause.expires_after(pause_without_descriptors);
    pause.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped && self->acceptor.is_open()) self->accept();
    });
}

// Ends the connection that has been without a request for longest, unless it only just came; false where there is none.
bool Gateway::Impl::make_room(Steady::time_point now) {
    const GatewayTimeouts& timeouts = core->options.timeouts;
    if (core->idle.empty() || now < core->idle.front()->deadline() - timeouts.keep_alive + timeouts.sweep) return false;
    const auto oldest = core->idle.front();
    oldest->end();
    return true;
}

void Gateway::Impl::descriptor_is_free() {
    if (!std::exchange(full, false) || !acceptor.is_open()) return;
    accept();
}

void Gateway::Impl::sweep() {
    const auto now = Steady::now();
    const auto itself = [](const auto& owner) { return owner; };
    for (const auto& connection : overdue(core->busy, now, itself)) connection->expire(now);
    while (!core->idle.empty() && core->idle.front()->deadline() <= now) {
        const auto oldest = core->idle.front();
        oldest->end();
    }
    for (const auto& socket : overdue(core->sockets, now, [](const auto& entry) { return entry.second; }))
        socket->expire(now);
    for (const auto* list : {&core->closing, &core->leaving})
        for (const auto& socket : overdue(*list, now, itself)) socket->expire(now);
    if (full) make_room(now);
    sweeper.expires_after(core->options.timeouts.sweep);
    sweeper.async_wait([self = shared_from_this()](const error_code& stopped) {
        if (!stopped && !self->core->over) self->sweep();
    });
}

void Gateway::Impl::stop_listening() {
    core->released = [] {};
    error_code ignored;
    acceptor.close(ignored);
    pause.cancel();
}

void Gateway::Impl::end_idle() {
    while (!core->idle.empty()) {
        const auto connection = core->idle.front();
        connection->end();
    }
}

void Gateway::Impl::shut_down_sockets() {
    for (const auto& [id, socket] : std::unordered_map(core->sockets)) socket->shut_down();
    for (const auto& socket : std::list(core->closing)) socket->shut_down();
}

void Gateway::Impl::drain(std::function<void()> drained) {
    stop_listening();
    end_idle();
    core->draining = true;
    shut_down_sockets();
    core->on_drained = [drained = std::move(drained), core = std::weak_ptr(core)] {
        const auto call = drained;
        if (const auto owner = core.lock()) owner->on_drained = [] {};
        call();
    };
    asio::post(core->network, [core = core] { core->notify_if_drained(); });
}

void Gateway::Impl::close() {
    if (std::exchange(core->over, true)) return;
    stop_listening();
    sweeper.cancel();
    end_idle();
    while (!core->busy.empty()) {
        const auto connection = core->busy.front();
        connection->end();
    }
    shut_down_sockets();
    core->leaving.clear();
    if (core->pending_disconnects > 0)
        core->log.information("The gateway ends before {Count} $disconnect events were answered",
                              {{"Count", core->pending_disconnects}});
}

Gateway::Gateway(asio::io_context& network, const App& app, FunctionService& functions, GatewayOptions options, Log log,
                 Clock clock, Random random)
    : impl_(std::make_shared<Impl>(network, app, functions, std::move(options), std::move(log), std::move(clock),
                                   std::move(random))) {}

Gateway::~Gateway() {
    close();
}

std::expected<std::uint16_t, std::string> Gateway::listen() {
    return impl_->listen();
}

AwsService Gateway::connections_service() {
    return [core = impl_->core](const AwsRequest& request, const AwsDone& done) {
        done(gateway::answer_connections(*core, request));
    };
}

void Gateway::drain(std::function<void()> drained) {
    impl_->drain(std::move(drained));
}

void Gateway::close() {
    impl_->close();
}

}  // namespace vitrine::host
