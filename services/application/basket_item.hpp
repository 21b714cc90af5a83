// A basket as an item of the baskets table.
#pragma once

#include <expected>
#include <string>

#include "services/application/product_item.hpp"
#include "services/application/store.hpp"
#include "services/domain/basket.hpp"

namespace shop::application {

struct StoredBasket {
    domain::Basket basket;
    std::string token_hash;
};

[[nodiscard]] store::Key basket_key(const domain::BasketId& id);
[[nodiscard]] store::Item item_of(const StoredBasket& stored);
[[nodiscard]] store::List lines_value(const domain::Basket& basket);
[[nodiscard]] std::expected<StoredBasket, ItemFault> basket_from(const store::Item& item);

}  // namespace shop::application
