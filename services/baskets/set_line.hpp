// Sets how many of a product a basket holds, at the present price, which thereby counts as accepted.
#pragma once

#include <functional>
#include <optional>

#include "services/baskets/baskets.hpp"
#include "services/baskets/quantity.hpp"

namespace shop {

struct LineRequest {
    ProductId product;
    std::optional<Quantity> quantity;  // none: the line is removed
};

// Whether the basket is still what the shopper saw (If-Match); empty: whatever it is.
using AdmitsBasket = std::function<bool(const BasketView&)>;

// Judges by consistent reads; the products of the view that it returns are read eventually. not_found as read_basket
// has it; precondition_failed where it is not admitted; not_found where the product is unknown or archived (unless it
// is being removed); basket_closed, basket_full.
[[nodiscard]] Outcome<BasketView> set_line(const Shop& shop, const store::Context& context, const BasketId& id,
                                           const Secret& token, const LineRequest& request,
                                           const AdmitsBasket& admits = {});

}  // namespace shop
