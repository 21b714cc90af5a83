// The messages of clients: api/asyncapi.yaml in code.
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

// What a message costs of its connection's budget, in units: one for each 32 KB begun, as API Gateway meters it, and
// one for each token that has to be checked. What is not a message costs by its size.
[[nodiscard]] std::int64_t units_of(std::string_view text, const std::expected<Message, Failure>& message);

// malformed_json (400), unknown-action (400), or invalid_content (422) with every wrong field at once.
[[nodiscard]] std::expected<Message, Failure> read_message(std::string_view text);

}  // namespace shop::sockets
