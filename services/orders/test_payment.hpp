// For tests: orders whose money moves, and an owner who moves them.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "services/orders/cancel_order.hpp"
#include "services/orders/orders.hpp"
#include "services/orders/pay_order.hpp"
#include "services/orders/sweep.hpp"
#include "services/orders/test_checkout.hpp"
#include "services/orders/transition_order.hpp"

namespace shop::testing {

class APayment : public AShopWithOrders {
protected:
    static Outcome<Order> order_of(Outcome<Asked> asked) {
        if (!asked) return std::unexpected(std::move(asked.error()));
        return std::move(asked->order);
    }
    Outcome<Order> pay(const PlacedOrder& placed, Instrument instrument = Instrument::ok) {
        return order_of(
            pay_order(world.shop, payments, world.context, placed.order.id, placed.token, {"simulator", instrument}));
    }
    Outcome<Order> move(const PlacedOrder& placed, OrderState to) {
        return order_of(transition_order(world.shop, payments, world.context, placed.order.id, {true, {}}, to));
    }
    Outcome<Order> cancel(const PlacedOrder& placed) {
        return cancel_order(world.shop, world.context, placed.order.id, placed.token);
    }
    Stock teapots() { return world.on_shelf("teapot").stock; }
    // Whatever was left undecided is old enough, and the sweeper comes.
    Swept swept_later() {
        world.now += std::chrono::seconds{61};
        return sweep(world.shop, payments, world.context);
    }
    bool is_due(const PlacedOrder& placed) {
        const auto item = world.store.get(world.context, {"orders", order_key(placed.order.id)}, {}).value().value();
        return item.contains("dueShard") || item.contains("dueAt");
    }
};

}  // namespace shop::testing
