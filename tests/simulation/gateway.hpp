// The WebSocket gateway: frames reach a socket in the order in which they were sent, some time later, unless the wire
// was cut; then neither side is told, the gateway goes on sending for a while, and the browser hears nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/live/connections.hpp"
#include "tests/simulation/invocation.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {

class Socket {
public:
    [[nodiscard]] const std::string& id() const { return id_; }

private:
    friend class Gateway;
    struct Frame {
        Duration arrives;
        std::string text;
    };
    std::string id_;
    ActorId owner_;
    std::deque<Frame> frames_;
    Duration last_arrival_{0};
    Duration known_closed_{Duration::max()};  // from then on the gateway answers 410
    bool cut_ = false;
    bool closed_ = false;
};

class Gateway {
public:
    explicit Gateway(World& world) : world_(world) {}

    // Of the running actor. nullptr where the network or the gateway refuses.
    [[nodiscard]] std::shared_ptr<Socket> connect();
    // The wire is cut; nobody is told.
    void cut(Socket& socket);
    void close(Socket& socket);
    // The next frame; nothing where patience ends first.
    [[nodiscard]] std::optional<std::string> hear(Socket& socket, Duration patience);
    // The gateway's own end of it.
    Delivery end(const std::string& id);
    // A frame of the socket's own, unless it has gone.
    Delivery send(const std::string& id, std::string_view text);
    // What the browser says on the socket wakes a function; its answer is a frame.
    using Action = std::function<std::optional<std::string>(Invocation&)>;
    void say(const Socket& socket, Action action);

private:
    World& world_;
    std::map<std::string, std::shared_ptr<Socket>, std::less<>> sockets_;
    std::uint64_t connected_ = 0;
};

// The management API as one invocation has it.
class Posts final : public Connections {
public:
    Posts(World& world, Gateway& gateway, Duration deadline) : world_(world), gateway_(gateway), deadline_(deadline) {}
    std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                   const std::vector<std::string>& connection_ids) override;
    Delivery close(const store::Context&, const std::string& connection_id) override;

private:
    World& world_;
    Gateway& gateway_;
    Duration deadline_;
};

}  // namespace shop::simulation
