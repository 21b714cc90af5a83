// The function `sockets`: connect, hello, ping, disconnect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/application/shop.hpp"
#include "services/aws/runtime.hpp"
#include "services/http/access.hpp"

namespace shop::sockets {

struct Settings {
    http::AccessRules access;
    std::vector<std::string> allowed_origins;
    store::TableName connections;
};

// Origins separated by commas or blanks.
[[nodiscard]] std::vector<std::string> read_origins(std::string_view list);

// Carries out one event. Clients' mistakes become error frames; an event that is none of API Gateway's is a Failure.
[[nodiscard]] aws::Answer handle(const Settings& settings, const application::Shop& shop, const aws::Event& event);

}  // namespace shop::sockets
