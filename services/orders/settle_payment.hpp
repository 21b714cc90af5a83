// The end of a charge: the provider's verdict is written into the order.
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The provider has this long to answer, and no longer than the caller's deadline. Where it does not answer the order
// stays pending or refunding, and the request has time left to answer 202.
constexpr vitrine::Milliseconds provider_patience{2'000};
// The context of one call to the provider: `context`, cut to provider_patience from now.
[[nodiscard]] store::Context asking_provider(const store::Context& context);

// An order after the provider was asked about its money.
struct Asked {
    Order order;
    std::string doubt;  // why the charge or refund has not ended, where it has not: for the log alone
};

// Ends the charge that `order` was read pending with. A charge of which the provider has no record is voided first; one
// that was charged for an order that can no longer be sold is paid back. The order as it is then; where others settled
// it meanwhile, as they did. An error: it is still pending, or what was written is not known; ask again later.
[[nodiscard]] Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context,
                                            Order order, Charge charge);
// The same, after asking the provider.
[[nodiscard]] Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context,
                                            Order order);

}  // namespace shop
