// Orders whose holds have run out give their stock back, many at once.
#pragma once

#include <string>
#include <vector>

#include "services/orders/order.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct Released {
    int released = 0;
    int changed = 0;    // moved on since they were read: nothing to do
    int left = 0;       // could not be written now; they stay due
    std::string cause;  // of one that is left, for the log
};

// Expires `orders`, as read a moment ago. Transactions on one product exclude each other, so holds of one product go
// back together, as many as one transaction takes, and transactions that share a product go one after the other; the
// others at once.
[[nodiscard]] Released release_holds(const Shop& shop, const store::Context& context, const std::vector<Order>& orders);

}  // namespace shop
