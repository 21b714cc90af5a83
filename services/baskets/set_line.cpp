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

Outcome<Changed> apply(const Shop& shop, const store::Context& context, Basket& basket, const LineWish& wish) {
    const Instant now = shop.clock();
    if (!wish.quantity) {
        const auto removed = remove_line(basket, wish.product, now);
        if (!removed) return refusal_of(removed.error());
        return *removed;
    }
    const auto product = read_product(shop, context, wish.product);
    if (!product) return std::unexpected(product.error());
    if (!*product || (*product)->status != ProductStatus::active) {
        return refuse(Refusal::not_found, "The shop has no such product.");
    }
    const auto set = set_line(basket, wish.product, *wish.quantity, (*product)->price, now);
    if (!set) return refusal_of(set.error());
    return *set;
}

store::Modify modification(const Shop& shop, const Basket& after, Rev before) {
    return {shop.tables.baskets, basket_key(after.id),
            store::Update{store::Set{"lines", lines_value(after)}, store::Set{"rev", after.rev.number},
                          store::Set{"expiresAt", vitrine::epoch_seconds(after.expires_at)}},
            store::all({store::equals("rev", before.number), store::equals("state", name_of(after.state))})};
}

}  // namespace

Outcome<BasketView> set_line(const Shop& shop, const store::Context& context, const BasketId& id, const Secret& token,
                             const LineWish& wish, const AdmitsBasket& admits) {
    const Operation operation = new_operation(shop);
    for (int attempt = 0; attempt < max_attempts; ++attempt) {
        auto stored = read_basket(shop, context, id, token);
        if (!stored) return std::unexpected(std::move(stored.error()));
        Basket& basket = stored->basket;
        if (admits) {
            const auto seen = priced_view(shop, context, basket, store::Read::consistent);
            if (!seen) return seen;
            if (!admits(*seen)) return basket_is_another();
        }
        const Rev before = basket.rev;
        const auto changed = apply(shop, context, basket, wish);
        if (!changed) return std::unexpected(changed.error());
        if (*changed == Changed::yes) {
            const auto written = write(shop, context, modification(shop, basket, before), operation);
            if (!written) return std::unexpected(written.error());
            if (std::holds_alternative<Lost>(*written)) continue;
        }
        return priced_view(shop, context, std::move(basket), store::Read::eventual);
    }
    return contended("lines of a basket");
}

}  // namespace shop
