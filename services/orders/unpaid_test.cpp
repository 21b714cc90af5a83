#include "services/orders/unpaid.hpp"

#include <gtest/gtest.h>

#include "services/products/test_products.hpp"

namespace shop {
namespace {

using testing::noon;
using namespace std::chrono_literals;

constexpr std::chrono::seconds hold{600};
const ProductId teapot = *ProductId::parse("teapot");

OrderId order_id(int number) {
    return *OrderId::parse("order-" + std::to_string(number));
}

UnpaidOrder holding(std::int64_t units, Instant since, std::optional<Instant> ended = std::nullopt) {
    return {order_id(1), ended, {{teapot, units, since}}};
}

std::variant<HoldGranted, HoldRefused> judge(const UnpaidOrders& orders, std::int64_t units, std::int64_t stock,
                                             Instant now = noon(), const UnpaidLimits& limits = {}) {
    return judge_unpaid(orders, {{teapot, units, stock}}, limits, hold, now);
}

// How many units may be held now where `wanted` are too many.
std::int64_t allowed(const std::variant<HoldGranted, HoldRefused>& judged) {
    return std::get<HoldRefused>(judged).lines.at(0).allowed;
}

std::optional<Instant> held_until(const std::variant<HoldGranted, HoldRefused>& judged) {
    const auto* may = std::get_if<HoldGranted>(&judged);
    return may ? std::optional(may->until) : std::nullopt;
}

TEST(WhatIsUnpaid, IsAtMostAFifthOfAProductsStock) {
    EXPECT_EQ(held_until(judge({}, 20, 100)), noon() + hold);
    EXPECT_EQ(allowed(judge({}, 21, 100)), 20);
    EXPECT_EQ(allowed(judge({}, 99, 104)), 20) << "in whole units, rounded down";
    EXPECT_EQ(allowed(judge({holding(15, noon())}, 6, 100)), 5) << "with what is held already";
    EXPECT_EQ(allowed(judge({holding(30, noon())}, 1, 100)), 0) << "also where the stock has shrunk meanwhile";
    EXPECT_EQ(allowed(judge({}, 51, 100, noon(), {.share = 50})), 50) << "or what the owner says";
}

TEST(WhatIsUnpaid, IsOneUnitAtLeastHoweverSmallTheStock) {
    EXPECT_EQ(held_until(judge({}, 1, 1)), noon() + hold);
    EXPECT_EQ(allowed(judge({}, 2, 4)), 1);
    EXPECT_EQ(allowed(judge({holding(1, noon())}, 1, 4)), 0);
}

TEST(WhatIsUnpaid, CountsNoMoreUnitsOnceItsOrderEnded) {
    EXPECT_EQ(held_until(judge({holding(20, noon() - 2min, noon() - 1min)}, 20, 100)), noon() + hold);
}

TEST(WhatIsUnpaid, IsHeldForTwoHoldTimesInARowAtMost) {
    EXPECT_EQ(held_until(judge({holding(1, noon())}, 1, 100, noon() + 10min)), noon() + 2 * hold);
    EXPECT_EQ(held_until(judge({holding(1, noon())}, 1, 100, noon() + 15min)), noon() + 2 * hold)
        << "for a shorter time than a whole hold";
    const auto refused = judge({holding(1, noon())}, 1, 100, noon() + 15min + 1s);
    EXPECT_EQ(allowed(refused), 0) << "too little time would be left to pay in";
    EXPECT_EQ(std::get<HoldRefused>(refused).paused_until, noon() + 3 * hold);
}

TEST(WhatIsUnpaid, IsInARowAlsoWhereOrdersEndAndComeAgain) {
    const UnpaidOrders ended{holding(1, noon(), noon() + 10min)};
    const auto again = judge(ended, 1, 100, noon() + 12min);
    EXPECT_EQ(held_until(again), noon() + 2 * hold);
    EXPECT_EQ(std::get<HoldGranted>(again).lines, (std::vector<UnpaidLine>{{teapot, 1, noon()}}));
    const auto refused = judge(ended, 1, 100, noon() + 19min);
    EXPECT_EQ(std::get<HoldRefused>(refused).paused_until, noon() + 20min) << "one hold time after it ended";
}

TEST(WhatIsUnpaid, BeginsANewRowAfterAHoldTimeOfRest) {
    const UnpaidOrders ended{holding(1, noon(), noon() + 20min)};
    EXPECT_EQ(without_rested(ended, hold, noon() + 30min - 1ms), ended);
    EXPECT_TRUE(without_rested(ended, hold, noon() + 30min).empty());
    EXPECT_EQ(without_rested({holding(1, noon())}, hold, noon() + 24h).size(), 1u) << "what is held does not rest";
}

TEST(WhatIsUnpaid, PausesTheProductThatWasHeldAlone) {
    const ProductId kettle = *ProductId::parse("kettle");
    const auto judged =
        judge_unpaid({holding(1, noon())}, {{teapot, 1, 100}, {kettle, 2, 100}}, {}, hold, noon() + 16min);
    const auto& refused = std::get<HoldRefused>(judged);
    ASSERT_EQ(refused.lines.size(), 1u);
    EXPECT_EQ(refused.lines[0].product, teapot);
}

TEST(WhatIsUnpaid, IsTenOrdersAtMost) {
    const UnpaidOrders nine(9, {order_id(1), std::nullopt, {}});
    EXPECT_TRUE(held_until(judge(nine, 1, 100)));
    UnpaidOrders ten = nine;
    ten.push_back({order_id(2), noon(), {}});
    const auto judged = judge(ten, 1, 100);
    ASSERT_TRUE(std::holds_alternative<HoldRefused>(judged)) << "cancelled ones count, until they have rested";
    EXPECT_TRUE(std::get<HoldRefused>(judged).lines.empty());
}

Order order_in(OrderState state, Instant moved) {
    return {.id = order_id(1),
            .number = {},
            .rev = {},
            .state = state,
            .lines = {},
            .total = {},
            .customer = {},
            .placed_at = noon(),
            .hold_until = noon() + hold,
            .payment = {},
            .history = {{noon(), std::nullopt, OrderState::awaiting_payment, Actor::customer, std::nullopt},
                        {moved, OrderState::awaiting_payment, state, Actor::system, std::nullopt}}};
}

TEST(AnUnpaidOrder, CountsUntilItIsPaidFor) {
    const UnpaidOrder known = holding(3, noon());
    EXPECT_EQ(still_unpaid(known, order_in(OrderState::awaiting_payment, noon())), known);
    for (const auto state :
         {OrderState::paid, OrderState::packed, OrderState::shipped, OrderState::delivered, OrderState::refunded}) {
        EXPECT_EQ(still_unpaid(known, order_in(state, noon())), std::nullopt);
    }
}

TEST(AnUnpaidOrder, RestsFromWhenItEndedWhateverIsWrittenLater) {
    for (const auto state : {OrderState::expired, OrderState::cancelled}) {
        Order order = order_in(state, noon() + 5min);
        order.customer.name = "Ada";
        ASSERT_TRUE(erase_customer(order, noon() + 1h));
        EXPECT_EQ(still_unpaid(holding(3, noon()), order)->ended, noon() + 5min);
    }
}

TEST(AnOrder, IsKeptAsLongAsItsMoneyAsks) {
    const Retention retention{.unpaid = std::chrono::days{30}, .paid = std::chrono::days{3'650}};
    const Instant moved = noon() + 5min;
    EXPECT_EQ(kept_until(order_in(OrderState::awaiting_payment, noon()), retention), std::nullopt);
    for (const auto state : {OrderState::expired, OrderState::cancelled}) {
        Order order = order_in(state, moved);
        EXPECT_EQ(kept_until(order, retention), moved + retention.unpaid);
        order.payment.state = PaymentState::declined;
        EXPECT_EQ(kept_until(order, retention), moved + retention.unpaid);
        order.payment.state = PaymentState::refunded;
        EXPECT_EQ(kept_until(order, retention), moved + retention.paid)
            << "money went both ways: that is for the books";
    }
    for (const auto state :
         {OrderState::paid, OrderState::packed, OrderState::shipped, OrderState::delivered, OrderState::refunded}) {
        EXPECT_EQ(kept_until(order_in(state, moved), retention), moved + retention.paid);
    }
}

}  // namespace
}  // namespace shop
