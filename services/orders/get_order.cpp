#include "services/orders/get_order.hpp"

#include <utility>

#include "services/orders/orders.hpp"

namespace shop {

Outcome<Order> get_order(const Shop& shop, const store::Context& context, const OrderId& id,
                         const OrderAccess& access) {
    auto stored = read_order(shop, context, id);
    if (!stored) return std::unexpected(std::move(stored.error()));
    if (!*stored || !(access.is_owner || opens(access.token, (*stored)->token_hash))) return refuse(Refusal::not_found);
    return std::move((*stored)->order);
}

}  // namespace shop
