// The routes of the catalog function: products, the feed, the owner's side of products, health and meta.
#pragma once

#include <string>
#include <vector>

#include "services/application/live_catalogue.hpp"
#include "services/application/shop.hpp"
#include "services/http/service.hpp"

namespace shop::http {

struct Meta {
    std::string version;
    std::string commit;
    std::string environment;
    bool simulator = false;
    bool editor_open = false;
};

// The references must outlive the routes.
[[nodiscard]] std::vector<Route> catalog_routes(const application::Shop& shop, application::LiveCatalogue& catalogue,
                                                const Meta& meta);

}  // namespace shop::http
