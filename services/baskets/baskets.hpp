// Reading baskets, shared by the use cases of baskets and orders.
#pragma once

#include "services/baskets/basket.hpp"
#include "services/baskets/basket_item.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// Consistent. not_found where there is none, where it has expired and where the token does not open it: a stranger
// cannot tell one from the other.
[[nodiscard]] Outcome<StoredBasket> read_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                                                const Secret& token);

[[nodiscard]] std::vector<ProductId> products_of(const Basket& basket);

// A basket with what it comes to now.
struct BasketView {
    Basket basket;
    PricedBasket priced;
};
// `products` stands beside basket.lines.
[[nodiscard]] Outcome<BasketView> priced_view(Basket basket, std::vector<std::optional<Product>> products);
[[nodiscard]] Outcome<BasketView> priced_view(const Shop& shop, const store::Context& context, Basket basket,
                                              store::Read read);

}  // namespace shop
