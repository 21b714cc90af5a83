// The routes about the shop itself: its health, its version and its switches.
#pragma once

#include <string>
#include <vector>

#include "services/http/service.hpp"
#include "services/shop/money.hpp"

namespace shop {

struct Meta {
    std::string version;
    std::string commit;
    std::string environment;
    Currency currency;
    bool simulator = false;
    bool editor_open = false;
};

// Copies what it needs of `meta`. health answers without looking at anything.
[[nodiscard]] std::vector<Route> meta_routes(const Meta& meta);

}  // namespace shop
