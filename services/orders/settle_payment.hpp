// The end of a charge: what the provider knows becomes the order's.
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// The provider has this long to answer, within the deadline of whoever asks: the order stays pending (202) or refunding
// where it does not, and there is time left to say so.
constexpr vitrine::Milliseconds provider_patience{2'000};
[[nodiscard]] store::Context asking_provider(const store::Context& context);

// An order after the provider was asked about its money.
struct Asked {
    Order order;
    std::string doubt;  // why its money is still on the way, where it is: for the log alone
};

// Ends the charge that `order` was read pending with. A charge the provider does not know is voided first; one that was
// charged for an order that can no longer be sold is paid back. The order as it is then; where others settled it
// meanwhile, as they did. An error: it is still pending, or nobody knows; ask again later.
[[nodiscard]] Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context,
                                            Order order, Charge charge);
// The same, after asking the provider.
[[nodiscard]] Outcome<Order> settle_payment(const Shop& shop, Payments& payments, const store::Context& context,
                                            Order order);

}  // namespace shop
