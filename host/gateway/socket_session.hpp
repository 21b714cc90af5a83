// One WebSocket: messages in, each to its route's function, one at a time and in order; frames out. Whoever ends it and
// however, what was read before reaches its function, and $disconnect comes last.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "host/gateway/core.hpp"
#include "host/gateway/trace.hpp"
#include "host/gateway/websocket_codec.hpp"
#include "host/gateway/websocket_event.hpp"

namespace vitrine::host::gateway {

// Whoever calls it holds it by a shared pointer: it may leave the core's lists meanwhile.
class SocketSession : public std::enable_shared_from_this<SocketSession> {
public:
    // After the handshake was answered. The core has it among its sockets already.
    SocketSession(std::shared_ptr<Core> core, Socket socket, SocketIdentity identity);

    // `early`: bytes that came with the handshake.
    void start(std::string_view early);

    // Sends one text message, at once where the socket takes it. A reader too slow for too long is cut off.
    void send(std::string_view message);
    // Sends a close frame, and ends once the other side has sent its own or GatewayTimeouts::closing is over. No
    // function can reach the connection any more.
    void close(CloseCode code, std::string_view reason);
    // Sends a close frame and ends at once: the gateway itself ends.
    void shut_down();
    // Does what is due once its deadline has passed.
    void expire(Steady::time_point now);
    // When expire() has to be called.
    [[nodiscard]] Steady::time_point deadline() const;

    [[nodiscard]] const SocketIdentity& identity() const { return identity_; }
    // When a frame last came or went: @connections' lastActiveAt.
    [[nodiscard]] Instant last_active() const { return last_active_; }

private:
    // closing: a close frame of ours is sent, or waits to be. ended: there is no socket any more.
    enum class State { open, closing, ended };
    // What the closing waits for.
    enum class Waits { peer, end_of_stream, own_frames };

    void wait_readable();
    void on_readable();
    void take_inputs();
    void take(SocketInput input);
    void dispatch();
    void returned(std::uint64_t serial, const InvokeResult& result);
    void answer(const InvokeResult& result);
    void fail(std::string_view message);

    // The frame's bytes in two parts, so that a message need not be copied to get its header.
    void send_bytes(std::string_view head, std::string_view body = {});
    void wait_writable();
    void on_writable();

    // Sends a close frame with this code, and goes on as `waits` says once it is sent.
    void begin_closing(CloseCode code, std::string_view reason, Waits waits, std::string_view frame_reason);
    void on_close_sent();
    void end(CloseCode code, std::string_view reason);
    void end_socket();
    void tell_disconnect();
    void invoke_disconnect();
    void touch();

    std::shared_ptr<Core> core_;
    Socket socket_;
    SocketIdentity identity_;
    const WebSocketApi& api_;
    SocketDecoder decoder_;
    State state_ = State::open;
    Waits waits_ = Waits::peer;
    CloseCode close_code_ = CloseCode::abnormal;  // what the disconnect event will say
    std::string close_reason_;
    bool disconnect_sent_ = false;  // the disconnect event is on its way

    std::deque<std::string> waiting_;  // messages for functions
    bool reading_ = false;             // waits for the socket to be readable
    bool busy_ = false;                // a function has a message in hand
    std::uint64_t serial_ = 0;
    Trace trace_;             // of the message in hand
    std::string request_id_;  // likewise
    std::string_view route_;
    Steady::time_point began_;

    std::string unsent_;
    std::size_t unsent_from_ = 0;

    Steady::time_point born_;
    Steady::time_point touched_;
    Steady::time_point closing_since_;
    Instant last_active_;
};

}  // namespace vitrine::host::gateway
