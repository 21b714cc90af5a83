// Reading baskets, shared by the use cases of baskets and orders.
#pragma once

#include "services/application/basket_item.hpp"
#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/application/tokens.hpp"
#include "services/domain/basket.hpp"

namespace shop::application {

// Consistent. not_found where there is none, where it has expired and where the token does not open it: a stranger
// cannot tell one from the other.
[[nodiscard]] Outcome<StoredBasket> read_basket(const Shop& shop, const store::Context& context,
                                                const domain::BasketId& id, const Secret& token);

[[nodiscard]] std::vector<domain::ProductId> products_of(const domain::Basket& basket);

// A basket with what it comes to now.
struct BasketView {
    domain::Basket basket;
    domain::PricedBasket priced;
};
// `products` stands beside basket.lines.
[[nodiscard]] Outcome<BasketView> priced_view(domain::Basket basket,
                                              std::vector<std::optional<domain::Product>> products);
[[nodiscard]] Outcome<BasketView> priced_view(const Shop& shop, const store::Context& context, domain::Basket basket,
                                              store::Read read);

}  // namespace shop::application
