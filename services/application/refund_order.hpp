// The end of a refund: the provider pays back, then the sale returns to the shelf.
#pragma once

#include <string>

#include "services/application/error.hpp"
#include "services/application/ports.hpp"
#include "services/application/shop.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

// One order is paid back at most once, whoever asks how often.
[[nodiscard]] std::string refund_key(const domain::OrderId& id);

// Ends the refund that `order` was read refunding with. The order as it is then; where others were faster, as they left
// it. An error: it is still refunding; ask again later.
[[nodiscard]] Outcome<domain::Order> settle_refund(const Shop& shop, Payments& payments, const store::Context& context,
                                                   domain::Order order);

}  // namespace shop::application
