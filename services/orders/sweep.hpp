// What has to happen because time has passed: holds end, and what was left undecided is decided.
#pragma once

#include <string>

#include "services/orders/payment_provider.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct Swept {
    int expired = 0;    // holds released
    int settled = 0;    // payments decided
    int refunded = 0;   // refunds decided
    int left = 0;       // could not be dealt with now; they stay due
    bool all = true;    // nothing due was left unread when time ran out
    std::string cause;  // of one that is left, for the log
};

// Looks at every order that is due (index by-due), by the context's deadline: holds in the first two thirds of the
// time, then payments and refunds. What is left is due the next time. May run at any time, several at once, and stop
// anywhere.
[[nodiscard]] Swept sweep(const Shop& shop, Payments& payments, const store::Context& context);

}  // namespace shop
