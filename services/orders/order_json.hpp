// An order as the API shows it (docs/api.md).
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// The token is told once, to whoever placed the order.
[[nodiscard]] std::string order_json(const Order& order, const Currency& currency, const Secret& token = {});

}  // namespace shop
