// The function `sockets`: connect, hello, ping, disconnect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/aws/runtime.hpp"
#include "services/http/access.hpp"
#include "services/live/connections.hpp"
#include "services/live/message_budget.hpp"
#include "services/shop/shop.hpp"

namespace shop::sockets {

struct Settings {
    AccessRules access;
    std::vector<std::string> allowed_origins;
    store::TableName connections;
};

// What it works with.
struct Ports {
    const Shop& shop;
    Connections& connections;
    MessageBudget& budget;
};

// Origins separated by commas or blanks.
[[nodiscard]] std::vector<std::string> read_origins(std::string_view list);

// Carries out one event. Clients' mistakes become error frames; an event that is none of API Gateway's is a Failure.
// A connection that has spent its budget gets the error too-many-messages and is closed.
[[nodiscard]] aws::Answer handle(const Settings& settings, const Ports& ports, const aws::Event& event);

}  // namespace shop::sockets
