// Anybody opens an empty basket; its token is told once.
#pragma once

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/basket.hpp"

namespace shop::application {

struct NewBasket {
    domain::Basket basket;
    Secret token;
};

[[nodiscard]] Outcome<NewBasket> create_basket(const Shop& shop, const store::Context& context);

}  // namespace shop::application
