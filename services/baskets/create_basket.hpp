// Makes an empty basket. Anybody may.
#pragma once

#include "services/baskets/basket.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

struct NewBasket {
    Basket basket;
    Secret token;  // returned here and nowhere else: the table keeps its hash
};

// One write; refuses nobody.
[[nodiscard]] Outcome<NewBasket> create_basket(const Shop& shop, const store::Context& context);

}  // namespace shop
