// The routes of the orders function.
#pragma once

#include <vector>

#include "services/http/access.hpp"
#include "services/http/service.hpp"
#include "services/orders/order_requests.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The references must outlive the routes. `simulator` opens or closes POST /orders/{id}/payment to customers.
[[nodiscard]] std::vector<Route> order_routes(const Shop& shop, Payments& payments, const AccessRules& access,
                                              Simulator simulator);

}  // namespace shop
