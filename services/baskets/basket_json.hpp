// A basket as the API shows it (docs/api.md).
#pragma once

#include <string>

#include "services/baskets/baskets.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// The token is told once, to whoever made the basket.
[[nodiscard]] std::string basket_json(const BasketView& view, const Currency& currency, const Secret& token = {});

}  // namespace shop
