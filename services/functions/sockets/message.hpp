// What clients say on the socket: api/asyncapi.yaml in code.
#pragma once

#include <expected>
#include <string_view>
#include <variant>

#include "lib/secret.hpp"
#include "services/application/subscribe.hpp"
#include "services/http/problem.hpp"

namespace shop::sockets {

struct HelloMessage {
    application::Hello hello;
    vitrine::Secret editor_key;
};
struct PingMessage {};
using Message = std::variant<HelloMessage, PingMessage>;

// malformed-json, unknown-action, or invalid-content with every wrong field at once.
[[nodiscard]] std::expected<Message, http::Failure> read_message(std::string_view text);

}  // namespace shop::sockets
