// The routes of products: one product, and the owner's side of all of them.
#pragma once

#include <vector>

#include "services/http/service.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The shop must outlive the routes.
[[nodiscard]] std::vector<Route> product_routes(const Shop& shop);

}  // namespace shop
