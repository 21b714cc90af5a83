// The basket at current prices, for the holder of its token.
#pragma once

#include "services/baskets/baskets.hpp"

namespace shop {

// not_found as read_basket has it. The basket is read consistently, its products eventually.
[[nodiscard]] Outcome<BasketView> get_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                                             const Secret& token);

}  // namespace shop
