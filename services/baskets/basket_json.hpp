// A basket as the API shows it (docs/api.md).
#pragma once

#include <string>

#include "services/baskets/baskets.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// An object of the schema Basket. `token` is in it where it is not empty: when the basket is made, and never again.
// Tables keep its hash.
[[nodiscard]] std::string basket_json(const BasketView& view, const Currency& currency, const Secret& token = {});

}  // namespace shop
