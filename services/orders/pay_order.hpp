// The customer pays: one charge is begun, asked for and, where the provider answers in time, ended.
#pragma once

#include <string>

#include "services/orders/order.hpp"
#include "services/orders/payment_provider.hpp"
#include "services/orders/settle_payment.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"
#include "services/shop/tokens.hpp"

namespace shop {

struct PaymentRequest {
    std::string method;
    Instrument instrument = Instrument::ok;
};

// Writes that the charge has begun before it asks the provider. The order: paid, also where it was already; or pending,
// where the provider has not answered yet, also to an earlier call (`doubt` is empty then). not_found where the token
// does not open it; precondition_failed where it is another than was seen; payment_declined; hold_expired;
// order_not_payable; payment_in_progress while it is being refunded; unavailable where the charge was given up
// meanwhile.
[[nodiscard]] Outcome<Asked> pay_order(const Shop& shop, Payments& payments, const store::Context& context,
                                       const OrderId& id, const Secret& token, const PaymentRequest& request,
                                       const SeenRevs& seen = whatever_rev);

}  // namespace shop
