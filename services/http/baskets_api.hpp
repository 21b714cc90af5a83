// The routes of the baskets function.
#pragma once

#include <vector>

#include "services/application/shop.hpp"
#include "services/http/service.hpp"

namespace shop::http {

// The shop must outlive the routes.
[[nodiscard]] std::vector<Route> basket_routes(const application::Shop& shop);

}  // namespace shop::http
