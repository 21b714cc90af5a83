// The routes of the orders function.
#pragma once

#include <vector>

#include "services/application/shop.hpp"
#include "services/http/access.hpp"
#include "services/http/service.hpp"

namespace shop::http {

// The references must outlive the routes.
[[nodiscard]] std::vector<Route> order_routes(const application::Shop& shop, const AccessRules& access);

}  // namespace shop::http
