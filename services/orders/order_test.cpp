#include "services/orders/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

#include "services/orders/test_orders.hpp"

namespace shop {
namespace {

using testing::new_order;
using testing::noon;

constexpr std::array all_states{OrderState::awaiting_payment, OrderState::paid,      OrderState::packed,
                                OrderState::shipped,          OrderState::delivered, OrderState::expired,
                                OrderState::cancelled,        OrderState::refunded};
constexpr std::array all_actors{Actor::customer, Actor::owner, Actor::system};

struct Wish {
    OrderState to;
    Actor by;
};

std::vector<Wish> any_wishes() {
    return *rc::gen::container<std::vector<Wish>>(
        rc::gen::construct<Wish>(rc::gen::elementOf(all_states), rc::gen::elementOf(all_actors)));
}

RC_GTEST_PROP(Order, WhateverIsWishedItsHistoryIsAPathThroughTheTable, ()) {
    Order order = new_order();
    for (const auto& wish : any_wishes()) {
        const Order before = order;
        if (!move(order, wish.to, wish.by, noon())) RC_ASSERT((order == before));
    }
    RC_ASSERT(order.rev.number == static_cast<std::int64_t>(order.history.size()));
    RC_ASSERT((order.history.back().to == order.state));
    for (std::size_t i = 1; i < order.history.size(); ++i) {
        const auto& step = order.history[i];
        RC_ASSERT((step.from == order.history[i - 1].to));
        RC_ASSERT((std::ranges::any_of(transitions(), [&](const Transition& known) {
            return known.from == step.from && known.to == step.to && known.by == step.by;
        })));
    }
}

RC_GTEST_PROP(Order, ItsStockIsHeldOnceAndEndsSoldOrBackOnTheShelf, ()) {
    Order order = new_order();
    Stock stock = *apply(Stock::initial(10), reserve(3));
    for (const auto& wish : any_wishes()) {
        const auto moved = move(order, wish.to, wish.by, noon());
        if (!moved || !moved->effect) continue;
        const auto after = apply(stock, moved->effect(3));
        RC_ASSERT(after.has_value());
        stock = *after;
    }
    const bool returned = order.state == OrderState::expired || order.state == OrderState::cancelled ||
                          order.state == OrderState::refunded;
    const bool held = order.state == OrderState::awaiting_payment;
    RC_ASSERT((stock == (returned ? Stock::initial(10) : held ? Stock{10, 7, 3, 0} : Stock{10, 7, 0, 3})));
}

TEST(Order, ThatAwaitsPaymentIsCancelledByItsCustomerAlone) {
    for (const Actor by : {Actor::owner, Actor::system}) {
        Order order = new_order();
        EXPECT_FALSE(move(order, OrderState::cancelled, by, noon()));
    }
    Order order = new_order();
    EXPECT_TRUE(move(order, OrderState::cancelled, Actor::customer, noon()));
}

TEST(Order, StaysWhereItIsWhileItsPaymentIsBeingDecided) {
    for (const PaymentState deciding : {PaymentState::pending, PaymentState::refunding}) {
        Order order = new_order();
        order.payment.state = deciding;
        const auto moved = move(order, OrderState::cancelled, Actor::customer, noon());
        ASSERT_FALSE(moved);
        EXPECT_EQ(moved.error(), OrderFault::payment_in_progress);
    }
}

TEST(Order, SaysWhoMovedItAndWhy) {
    Order order = new_order();
    const Instant later = noon() + std::chrono::minutes{3};
    ASSERT_TRUE(move(order, OrderState::paid, Actor::owner, later, "transfer"));
    EXPECT_EQ(order.history.back(),
              (HistoryEntry{later, OrderState::awaiting_payment, OrderState::paid, Actor::owner, "transfer"}));
}

TEST(Order, ForgetsItsCustomerOnceAndSaysWhen) {
    Order order = new_order();
    order.customer = {
        .name = "Ada Example",
        .email = "ada@example.com",
        .address = {.line1 = "1 Row", .line2 = "Left", .city = "London", .postcode = "N1", .country = "GB"}};
    const Instant later = noon() + std::chrono::minutes{3};
    EXPECT_TRUE(erase_customer(order, later));
    EXPECT_EQ(order.customer, Customer{});
    EXPECT_EQ(order.history.back().at, later);
    EXPECT_EQ(order.history.back().from, order.state);
    const Order erased = order;
    EXPECT_FALSE(erase_customer(order, later));
    EXPECT_EQ(order, erased);
}

TEST(Order, StatesHaveTheNamesOfTheContract) {
    for (const OrderState state : all_states) EXPECT_EQ(order_state_from(name_of(state)), state);
    EXPECT_EQ(name_of(OrderState::awaiting_payment), "awaiting-payment");
    EXPECT_FALSE(order_state_from("lost"));
}

TEST(Order, HasANumberThatPeopleCanSay) {
    EXPECT_EQ(order_number("7K3M92QDXR"), "V-7K3M-92QDXR");
}

}  // namespace
}  // namespace shop
