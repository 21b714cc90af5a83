// An order as the API shows it (docs/api.md).
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// An object of the schema Order. `token` is in it where it is not empty: in the answer to a checkout alone, also to a
// repeated one. Tables keep its hash.
[[nodiscard]] std::string order_json(const Order& order, const Currency& currency, const Secret& token = {});

}  // namespace shop
