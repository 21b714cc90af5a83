// The three events of a WebSocket API, and what its routes make of a message.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/gateway/answer.hpp"
#include "host/gateway/http_event.hpp"
#include "host/gateway/websocket_codec.hpp"
#include "lib/time.hpp"

namespace vitrine::host::gateway {

// What stays the same for as long as a connection lives.
struct SocketIdentity {
    std::string connection_id;
    std::string domain_name;
    std::string host;  // the Host header
    std::string api_id;
    std::string stage;
    std::string source_ip;
    std::string user_agent;  // empty: none sent
    Instant connected_at;
};

struct SocketEventContext {
    std::string_view request_id;
    Instant now;
};

// Before the handshake is accepted. Header names are as sent; the origin secret and the trace are added as for HTTP.
[[nodiscard]] std::string connect_event(const SocketIdentity& socket, const SocketEventContext& context,
                                        const ApiIdentity& api, const EventContext& http, const Request& request);
// `route` is the route's key, `body` the text of the message.
[[nodiscard]] std::string message_event(const SocketIdentity& socket, const SocketEventContext& context,
                                        std::string_view route, std::string_view message_id, std::string_view body);
// `code` and `reason` are those of the close frame, or 1006 where there was none.
[[nodiscard]] std::string disconnect_event(const SocketIdentity& socket, const SocketEventContext& context,
                                           CloseCode code, std::string_view reason);

// `select` is a route selection expression, `$request.body.action`. What it finds in the message, as text: nullopt
// where the message is not JSON or the path leads to nothing.
[[nodiscard]] std::optional<std::string> selected_route(std::string_view select, std::string_view message);

// What a function returned for a message: the text to send back, empty for none; nullopt where it is no proxy answer.
[[nodiscard]] std::optional<std::string> message_answer(std::string_view payload);

// What a function returned for $connect: its status, and the subprotocol it chose.
struct ConnectAnswer {
    int status = 502;
    std::string subprotocol;
    [[nodiscard]] bool accepted() const { return status >= 200 && status < 300; }
};
// 502 for what is no proxy answer.
[[nodiscard]] ConnectAnswer connect_answer(std::string_view payload);

// What API Gateway sends a client whose message came to nothing:
// {"message":"Internal server error","connectionId":...,"requestId":...}
[[nodiscard]] std::string socket_failure(std::string_view message, std::string_view connection_id,
                                         std::string_view request_id);

}  // namespace vitrine::host::gateway
