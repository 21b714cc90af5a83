#include "services/baskets/create_basket.hpp"

#include <utility>

#include "lib/ids.hpp"
#include "services/baskets/basket_item.hpp"

namespace shop {

// The id is random, so nothing can stand there already, and a resend writes the same item once more: no condition.
Outcome<NewBasket> create_basket(const Shop& shop, const store::Context& context) {
    auto id = BasketId::parse(vitrine::new_id(shop.random));
    NewBasket created{new_basket(*std::move(id), shop.clock()), Secret(vitrine::new_token(shop.random))};
    const store::Put put{shop.tables.baskets, item_of(StoredBasket{created.basket, hash_of(created.token)}), {}};
    if (const auto done = shop.store.put(context, put); !done) return failed(done.error());
    return created;
}

}  // namespace shop
