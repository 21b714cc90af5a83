// The routes of the catalog function: products, the feed, the owner's side of products, health and meta.
#pragma once

#include <string>
#include <vector>

#include "services/catalogue/live_catalogue.hpp"
#include "services/http/service.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct Meta {
    std::string version;
    std::string commit;
    std::string environment;
    bool simulator = false;
    bool editor_open = false;
};

// The references must outlive the routes.
[[nodiscard]] std::vector<Route> catalog_routes(const Shop& shop, LiveCatalogue& catalogue, const Meta& meta);

}  // namespace shop
