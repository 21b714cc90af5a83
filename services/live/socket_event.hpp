// The events of API Gateway's WebSocket API, and a function's answers to them.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "services/live/subscribe.hpp"

namespace shop::sockets {

struct SocketEvent {
    std::string route;  // $connect, $disconnect, hello, ping, $default
    Connection connection;
    std::map<std::string, std::string, std::less<>> headers;  // of $connect; names in lower case
    std::string body;

    // Empty where the header is absent.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

// The text says what is missing of requestContext, routeKey, connectionId and connectedAt (epoch milliseconds).
[[nodiscard]] std::expected<SocketEvent, std::string> read_event(std::string_view payload);

// {"statusCode":...} and, where there is one, the message that goes back to the client.
[[nodiscard]] std::string answer(int status, std::string_view message = {});

}  // namespace shop::sockets
