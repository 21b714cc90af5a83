// The routes of the baskets function.
#pragma once

#include <vector>

#include "services/http/service.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The shop must outlive the routes.
[[nodiscard]] std::vector<Route> basket_routes(const Shop& shop);

}  // namespace shop
