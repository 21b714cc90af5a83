// The route of the feed: what changed since a position.
#pragma once

#include <vector>

#include "services/http/service.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The shop must outlive the routes.
[[nodiscard]] std::vector<Route> feed_routes(const Shop& shop);

}  // namespace shop
