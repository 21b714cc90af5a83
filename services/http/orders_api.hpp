// The routes of the orders function.
#pragma once

#include <vector>

#include "services/application/ports.hpp"
#include "services/application/shop.hpp"
#include "services/http/access.hpp"
#include "services/http/service.hpp"

namespace shop::http {

enum class Simulator : bool { closed, open };  // whether customers may pay with it

// The references must outlive the routes.
[[nodiscard]] std::vector<Route> order_routes(const application::Shop& shop, application::Payments& payments,
                                              const AccessRules& access, Simulator simulator);

}  // namespace shop::http
