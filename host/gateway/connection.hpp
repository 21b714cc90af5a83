// One HTTP/1.1 connection: requests in, one at a time and in order, each answered by a function or a file.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "host/gateway/answer.hpp"
#include "host/gateway/core.hpp"
#include "host/gateway/request.hpp"
#include "host/gateway/trace.hpp"
#include "host/gateway/websocket_event.hpp"

namespace vitrine::host::gateway {

// Whoever calls it holds it by a shared pointer: it may leave the core's lists meanwhile.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<Core> core, Socket socket, std::string source_ip);

    // `place` is where the core keeps it, in its idle list.
    void start(Core::Connections::iterator place);
    // Ends what has waited too long, once its deadline has passed.
    void expire(Steady::time_point now);
    // When expire() has to be called.
    [[nodiscard]] Steady::time_point deadline() const { return deadline_; }
    // Drops the connection and everything about it.
    void end();

private:
    enum class State { receiving, invoking, writing, draining, ended };

    // What is known of the request in hand, for its answer and its line in the log.
    struct Exchange {
        Steady::time_point began;
        Trace trace;
        std::string request_id;
        std::string_view route;     // the route's key, or what else answered
        std::string_view function;  // empty: none
        std::string accept;         // of a WebSocket handshake; empty: plain HTTP
        SocketIdentity socket;      // likewise
        bool api = true;            // the answer is neither the site's nor to a handshake
    };

    void wait_readable();
    void on_readable();
    void advance();
    void on_body_begun();

    void handle();
    void handle_api(const Match& match);
    void handle_upgrade();
    void invoke(std::string_view function, std::string event);
    void returned(std::uint64_t serial, InvokeResult result);
    [[nodiscard]] Answer answer_of(InvokeResult& result);
    void connected(InvokeResult& result);
    void refuse(int status);

    void respond(Answer answer, bool keep_alive = true);
    void accept_socket(std::string_view subprotocol);
    void write();
    void on_written();
    void upgrade_to_socket();
    void drain();
    [[nodiscard]] Log log() const;
    void log_answer(int status) const;

    void set_deadline(Milliseconds wait) { deadline_ = Steady::now() + wait; }
    void become_busy();
    void become_idle();

    std::shared_ptr<Core> core_;
    Socket socket_;
    std::string source_ip_;
    Core::Connections::iterator place_;
    State state_ = State::receiving;
    bool idle_ = true;        // between requests: in the core's idle list
    bool waits_ = false;      // for the socket to be readable
    bool advancing_ = false;  // inside advance(), which goes on by itself
    bool keep_alive_ = true;  // after the answer in hand
    bool head_done_ = false;  // the request's headers have been seen
    Steady::time_point deadline_;

    RequestReader reader_;
    std::uint64_t serial_ = 0;  // of the invocation waited for
    Exchange exchange_;
    std::string out_head_;
    std::string out_body_;
    std::size_t sent_ = 0;
};

// May this Host be used where only people on this machine are let in?
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace vitrine::host::gateway
