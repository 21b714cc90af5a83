#include "services/application/refund_order.hpp"

#include <utility>

#include "services/application/orders.hpp"
#include "services/application/settle_payment.hpp"
#include "services/domain/payment.hpp"

namespace shop::application {

std::string refund_key(const domain::OrderId& id) {
    return "refund#" + id.text();
}

Outcome<domain::Order> settle_refund(const Shop& shop, Payments& payments, const store::Context& context,
                                     domain::Order order) {
    const auto refunded =
        payments.refund(asking_provider(context), refund_key(order.id), order.payment.key.value_or(""), order.total);
    if (!refunded) return failed(refunded.error());
    return change_order(shop, context, std::move(order),
                        [&](const domain::Order& before) -> Outcome<std::optional<OrderChange>> {
                            domain::Order after = before;
                            const auto moved = domain::end_refunded(after, shop.clock());
                            if (!moved) return std::nullopt;
                            return OrderChange{before, std::move(after), moved->effect};
                        });
}

}  // namespace shop::application
