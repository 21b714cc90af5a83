// Anybody opens an empty basket; its token is told once.
#pragma once

#include "services/baskets/basket.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

struct NewBasket {
    Basket basket;
    Secret token;
};

[[nodiscard]] Outcome<NewBasket> create_basket(const Shop& shop, const store::Context& context);

}  // namespace shop
