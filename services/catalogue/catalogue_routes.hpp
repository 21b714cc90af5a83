// The routes of active products: lists of them, and their categories.
#pragma once

#include <vector>

#include "services/catalogue/live_catalogue.hpp"
#include "services/http/service.hpp"

namespace shop {

// The catalogue must outlive the routes.
[[nodiscard]] std::vector<Route> catalogue_routes(LiveCatalogue& catalogue);

}  // namespace shop
