// A basket as an item of the baskets table.
#pragma once

#include <expected>
#include <string>

#include "services/baskets/basket.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

struct StoredBasket {
    Basket basket;
    std::string token_hash;
};

[[nodiscard]] store::Key basket_key(const BasketId& id);
[[nodiscard]] store::Item item_of(const StoredBasket& stored);
[[nodiscard]] store::List lines_value(const Basket& basket);
[[nodiscard]] std::expected<StoredBasket, store::ItemFault> basket_from(const store::Item& item);

}  // namespace shop
