#include "tests/simulation/gateway.hpp"

#include <algorithm>
#include <utility>

#include "services/live/subscriptions.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

}  // namespace

std::shared_ptr<Socket> Gateway::connect() {
    world_.scheduler.sleep(world_.dice.between(Duration{5ms}, Duration{100ms}));
    if (world_.happens(world_.faults.lost_request)) return nullptr;
    auto socket = std::make_shared<Socket>();
    socket->id_ = "socket-" + std::to_string(++connected_);
    socket->owner_ = world_.scheduler.self();
    sockets_.emplace(socket->id_, socket);
    world_.note("connect", socket->id_);
    return socket;
}

void Gateway::cut(Socket& socket) {
    if (std::exchange(socket.cut_, true)) return;
    world_.note("cut", socket.id_);
    socket.known_closed_ = world_.scheduler.now() + world_.dice.between(Duration{1s}, Duration{600s});
    std::erase_if(socket.frames_, [&](const auto& frame) { return frame.arrives > world_.scheduler.now(); });
}

// $disconnect wakes the sockets function once; where that fails, a 410 cleans up later.
void Gateway::close(Socket& socket) {
    if (std::exchange(socket.closed_, true)) return;
    socket.known_closed_ = std::min(socket.known_closed_, world_.scheduler.now());
    const std::string id = socket.id_;
    sockets_.erase(id);
    world_.scheduler.spawn(
        "disconnect",
        [this, id] {
            Invocation invocation(world_, Duration{10s});
            const auto removed =
                subscriptions::remove(invocation.shop.store, invocation.context, connections_table, id);
            world_.note("disconnect", removed ? "done" : "left");
        },
        world_.dice.between(Duration{1ms}, Duration{50ms}));
}

std::optional<std::string> Gateway::hear(Socket& socket, Duration patience) {
    const Duration until = world_.scheduler.now() + patience;
    while (true) {
        const Duration now = world_.scheduler.now();
        if (!socket.frames_.empty() && socket.frames_.front().arrives <= now) {
            std::string text = std::move(socket.frames_.front().text);
            socket.frames_.pop_front();
            return text;
        }
        if (now >= until) return std::nullopt;
        world_.scheduler.await(until - now);
    }
}

Delivery Gateway::send(const std::string& id, std::string_view text) {
    const auto found = sockets_.find(id);
    const Duration now = world_.scheduler.now();
    if (found == sockets_.end() || now >= found->second->known_closed_) return Delivery::gone;
    Socket& socket = *found->second;
    if (world_.happens(world_.faults.push_failed)) return Delivery::failed;
    if (world_.happens(world_.faults.cut)) cut(socket);
    if (socket.cut_) return Delivery::delivered;  // into the void
    socket.last_arrival_ = std::max(socket.last_arrival_, now + world_.dice.between(Duration{1ms}, Duration{80ms}));
    socket.frames_.push_back({socket.last_arrival_, std::string(text)});
    world_.scheduler.wake(socket.owner_, socket.last_arrival_ - now);
    return Delivery::delivered;
}

Delivery Gateway::end(const std::string& id) {
    const auto found = sockets_.find(id);
    if (found == sockets_.end()) return Delivery::gone;
    close(*found->second);
    return Delivery::delivered;
}

void Gateway::say(const Socket& socket, Action action) {
    if (socket.cut_) return;
    world_.scheduler.spawn(
        "sockets",
        [this, id = socket.id_, action = std::move(action)] {
            Invocation invocation(world_, Duration{10s});
            if (const auto answer = action(invocation)) (void)send(id, *answer);
        },
        world_.dice.between(Duration{1ms}, Duration{50ms}));
}

std::vector<Delivery> Posts::post_all(const store::Context&, std::string_view message,
                                      const std::vector<std::string>& connection_ids) {
    world_.port_call("post", deadline_);
    std::vector<Delivery> deliveries;
    for (const std::string& id : connection_ids) {
        deliveries.push_back(gateway_.send(id, message));
        world_.may_crash("post");
    }
    world_.note("post", connection_ids.empty() ? "to nobody" : "done");
    return deliveries;
}

Delivery Posts::close(const store::Context&, const std::string& connection_id) {
    world_.port_call("close", deadline_);
    return gateway_.end(connection_id);
}

}  // namespace shop::simulation
