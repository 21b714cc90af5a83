#include "services/orders/refund_order.hpp"

#include <utility>

#include "services/orders/orders.hpp"
#include "services/orders/payment.hpp"
#include "services/orders/settle_payment.hpp"

namespace shop {

std::string refund_key(const OrderId& id) {
    return "refund#" + id.text();
}

Outcome<Order> settle_refund(const Shop& shop, Payments& payments, const store::Context& context, Order order) {
    const auto refunded =
        payments.refund(asking_provider(context), refund_key(order.id), order.payment.key.value_or(""), order.total);
    if (!refunded) return failed(refunded.error());
    return update_order(shop, context, std::move(order),
                        [&](const Order& before) -> Outcome<std::optional<OrderChange>> {
                            Order after = before;
                            const auto moved = end_refunded(after, shop.clock());
                            if (!moved) return std::nullopt;
                            return OrderChange{before, std::move(after), moved->effect};
                        });
}

}  // namespace shop
