// What clients say on the socket: api/asyncapi.yaml in code.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <variant>

#include "lib/secret.hpp"
#include "services/http/problem.hpp"
#include "services/live/subscribe.hpp"

namespace shop::sockets {

struct HelloMessage {
    Hello hello;
    vitrine::Secret editor_key;
};
struct PingMessage {};
using Message = std::variant<HelloMessage, PingMessage>;

// What a message weighs in its connection's budget: as API Gateway meters it, one for each 32 KB, and one for each
// token that has to be looked at. A message that is none weighs by its size.
[[nodiscard]] std::int64_t units_of(std::string_view text, const std::expected<Message, Failure>& message);

// malformed-json, unknown-action, or invalid-content with every wrong field at once.
[[nodiscard]] std::expected<Message, Failure> read_message(std::string_view text);

}  // namespace shop::sockets
