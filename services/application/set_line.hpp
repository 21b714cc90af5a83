// The shopper says how many of a product the basket shall hold, and accepts the price now shown.
#pragma once

#include <optional>

#include "services/application/baskets.hpp"
#include "services/domain/quantity.hpp"

namespace shop::application {

struct LineWish {
    domain::ProductId product;
    std::optional<domain::Quantity> quantity;  // none: away with it
};

// not_found where the basket is not to be had, or the product is unknown or archived (unless it is being removed);
// basket_closed, basket_full.
[[nodiscard]] Outcome<BasketView> set_line(const Shop& shop, const store::Context& context, const domain::BasketId& id,
                                           const Secret& token, const LineWish& wish);

}  // namespace shop::application
