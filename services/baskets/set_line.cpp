#include "services/baskets/set_line.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

std::unexpected<Error> refusal_of(BasketFault fault) {
    if (fault == BasketFault::closed) return refuse(Refusal::basket_closed);
    return refuse(Refusal::basket_full);
}

std::unexpected<Error> basket_is_another() {
    return refuse(Refusal::precondition_failed,
                  "The basket, or a price or stock in it, changed meanwhile. Fetch it again and look at what changed.");
}

Outcome<Changed> apply(const Shop& shop, const store::Context& context, Basket& basket, const LineRequest& request) {
    const Instant now = shop.clock();
    if (!request.quantity) {
        const auto removed = remove_line(basket, request.product, now);
        if (!removed) return refusal_of(removed.error());
        return *removed;
    }
    const auto product = read_product(shop, context, request.product);
    if (!product) return std::unexpected(product.error());
    if (!*product || (*product)->status != ProductStatus::active) {
        return refuse(Refusal::not_found, "The shop has no such product.");
    }
    const auto set = set_line(basket, request.product, *request.quantity, (*product)->price, now);
    if (!set) return refusal_of(set.error());
    return *set;
}

}  // namespace

Outcome<BasketView> set_line(const Shop& shop, const store::Context& context, const BasketId& id, const Secret& token,
                             const LineRequest& request, const AdmitsBasket& admits) {
    auto basket = update_basket(shop, context, id, token, [&](Basket& now) -> Outcome<Changed> {
        if (admits) {
            const auto seen = priced_view(shop, context, now, store::Read::consistent);
            if (!seen) return std::unexpected(seen.error());
            if (!admits(*seen)) return basket_is_another();
        }
        return apply(shop, context, now, request);
    });
    if (!basket) return std::unexpected(std::move(basket.error()));
    return priced_view(shop, context, *std::move(basket), store::Read::eventual);
}

}  // namespace shop
