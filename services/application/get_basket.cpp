#include "services/application/get_basket.hpp"

#include <utility>

namespace shop::application {

Outcome<BasketView> get_basket(const Shop& shop, const store::Context& context, const domain::BasketId& id,
                               const Secret& token) {
    auto stored = read_basket(shop, context, id, token);
    if (!stored) return std::unexpected(std::move(stored.error()));
    return priced_view(shop, context, std::move(stored->basket), store::Read::eventual);
}

}  // namespace shop::application
