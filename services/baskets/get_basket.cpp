#include "services/baskets/get_basket.hpp"

#include <utility>

namespace shop {

Outcome<BasketView> get_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                               const Secret& token) {
    auto stored = read_basket(shop, context, id, token);
    if (!stored) return std::unexpected(std::move(stored.error()));
    return priced_view(shop, context, std::move(stored->basket), store::Read::eventual);
}

}  // namespace shop
