// Whoever holds the token sees the basket at current prices.
#pragma once

#include "services/application/baskets.hpp"

namespace shop::application {

[[nodiscard]] Outcome<BasketView> get_basket(const Shop& shop, const store::Context& context,
                                             const domain::BasketId& id, const Secret& token);

}  // namespace shop::application
