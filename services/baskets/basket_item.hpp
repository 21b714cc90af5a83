// A basket as an item of the baskets table (docs/data.md).
#pragma once

#include <expected>
#include <string>

#include "services/baskets/basket.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

struct StoredBasket {
    Basket basket;
    std::string token_hash;  // hash_of the basket's token
};

[[nodiscard]] store::Key basket_key(const BasketId& id);
[[nodiscard]] store::Item item_of(const StoredBasket& stored);
// Its attribute `lines`.
[[nodiscard]] store::List lines_value(const Basket& basket);
// The reverse of item_of. Whether the basket has expired is not looked at.
[[nodiscard]] std::expected<StoredBasket, store::ItemFault> basket_from(const store::Item& item);

}  // namespace shop
