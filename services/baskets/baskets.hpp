// Reading baskets, shared by the use cases of baskets and orders.
#pragma once

#include "services/baskets/basket.hpp"
#include "services/baskets/basket_item.hpp"
#include "services/shop/attempts.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

// Consistent. not_found where there is none, where it has expired and where the token does not open it: the answers are
// the same, so that ids cannot be probed.
[[nodiscard]] Outcome<StoredBasket> read_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                                                const Secret& token);

// One write of the basket's lines, where it is still at the revision `before`; false where it is not.
[[nodiscard]] Outcome<bool> write_basket(const Shop& shop, const store::Context& context, const Basket& after,
                                         Rev before);

// Read, decide, write. `decide` changes the Basket and returns Outcome<Changed>. The basket as it is then. The errors
// of read_basket and of `decide`; `unavailable` after max_attempts (shop/attempts.hpp).
template <typename Decide>
[[nodiscard]] Outcome<Basket> update_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                                            const Secret& token, Decide decide) {
    return retry_conflicts("lines of a basket", [&]() -> Outcome<std::optional<Basket>> {
        auto stored = read_basket(shop, context, id, token);
        if (!stored) return std::unexpected(std::move(stored.error()));
        Basket& basket = stored->basket;
        const Rev before = basket.rev;
        const Outcome<Changed> changed = decide(basket);
        if (!changed) return std::unexpected(changed.error());
        if (*changed == Changed::yes) {
            const auto written = write_basket(shop, context, basket, before);
            if (!written) return std::unexpected(written.error());
            if (!*written) return std::nullopt;
        }
        return std::move(basket);
    });
}

// One for each line, in their order.
[[nodiscard]] std::vector<ProductId> products_of(const Basket& basket);

// A basket and its lines at present prices.
struct BasketView {
    Basket basket;
    PricedBasket priced;
};
// `products` has one entry for each of basket.lines, in their order; without them they are read, as `read` says.
// `internal` where the total overflows.
[[nodiscard]] Outcome<BasketView> priced_view(Basket basket, std::vector<std::optional<Product>> products);
[[nodiscard]] Outcome<BasketView> priced_view(const Shop& shop, const store::Context& context, Basket basket,
                                              store::Read read);

}  // namespace shop
