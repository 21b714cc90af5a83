#include "services/orders/payment.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "services/orders/test_orders.hpp"

namespace shop {
namespace {

using std::chrono::seconds;
using testing::new_order;
using testing::noon;

Order pending() {
    Order order = new_order();
    EXPECT_TRUE(begin_payment(order, "k1", "simulator", noon()));
    return order;
}

Order paid() {
    Order order = pending();
    EXPECT_TRUE(end_charged(order, noon()));
    return order;
}

TEST(APayment, BeginsWhileTheHoldLastsForMoreThanHalfAMinute) {
    Order order = new_order();
    const auto late = begin_payment(order, "k", "simulator", order.hold_until - seconds{30});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error(), PaymentFault::hold_expired);
    EXPECT_EQ(order, new_order());
    EXPECT_TRUE(begin_payment(order, "k", "simulator", order.hold_until - seconds{30} - std::chrono::milliseconds{1}));
}

TEST(APayment, ThatBeganNamesItsChargeAndWhenItBegan) {
    const Order order = pending();
    EXPECT_EQ(order.payment, (Payment{PaymentState::pending, "simulator", "k1", noon()}));
    EXPECT_EQ(order.state, OrderState::awaiting_payment);
    EXPECT_EQ(order.rev, new_order().rev.next());
}

TEST(APayment, IsBegunOnceAtATime) {
    Order order = pending();
    EXPECT_EQ(begin_payment(order, "k2", "simulator", noon()).error(), PaymentFault::pending);
    EXPECT_EQ(order, pending());
}

TEST(APayment, ThatIsMadeIsNotMadeAgain) {
    Order order = paid();
    EXPECT_EQ(begin_payment(order, "k2", "simulator", noon()).error(), PaymentFault::paid);
    ASSERT_TRUE(begin_refund(order, noon()));
    EXPECT_EQ(begin_payment(order, "k2", "simulator", noon()).error(), PaymentFault::refunding);
    ASSERT_TRUE(end_refunded(order, noon()));
    EXPECT_EQ(begin_payment(order, "k2", "simulator", noon()).error(), PaymentFault::not_payable);
}

TEST(APayment, IsNotBegunForAnOrderThatIsNoMore) {
    for (const auto& [to, by] :
         {std::pair{OrderState::expired, Actor::system}, {OrderState::cancelled, Actor::customer}}) {
        Order order = new_order();
        ASSERT_TRUE(move(order, to, by, noon()));
        EXPECT_EQ(begin_payment(order, "k", "simulator", noon()).error(), PaymentFault::not_payable);
    }
}

TEST(APayment, ThatWasDeclinedOrVoidedMayBeTriedAgain) {
    for (const auto end : {end_declined, end_voided}) {
        Order order = pending();
        end(order);
        EXPECT_TRUE(begin_payment(order, "k2", "simulator", noon()));
        EXPECT_EQ(order.payment.key, "k2");
    }
}

TEST(APayment, ThatWasVoidedLeavesNoTrace) {
    Order order = pending();
    end_voided(order);
    EXPECT_EQ(order.payment, Payment{});
}

TEST(APayment, WhoseOrderCouldNotBeSoldIsNeverMadeAgain) {
    Order order = pending();
    end_unsold(order);
    EXPECT_EQ(order.state, OrderState::awaiting_payment);
    EXPECT_EQ(begin_payment(order, "k2", "simulator", noon()).error(), PaymentFault::not_payable);
}

TEST(APayment, ByTransferNeedsNoChargeAndGoesBackAtOnce) {
    Order order = new_order();
    ASSERT_TRUE(pay_by_transfer(order, noon()));
    EXPECT_EQ(order.payment, (Payment{PaymentState::paid, "transfer", std::nullopt, std::nullopt}));
    const auto refund = begin_refund(order, noon());
    ASSERT_TRUE(refund && *refund);
    EXPECT_EQ((*refund)->to, OrderState::refunded);
    EXPECT_EQ(order.payment.state, PaymentState::refunded);
}

TEST(APayment, ByTransferDoesNotPassAPendingCharge) {
    Order order = pending();
    EXPECT_EQ(pay_by_transfer(order, noon()).error(), OrderFault::payment_in_progress);
    EXPECT_EQ(order, pending());
}

TEST(ARefund, BeginsFromPaidAndPackedAlone) {
    Order order = new_order();
    EXPECT_EQ(begin_refund(order, noon()).error(), OrderFault::forbidden);
    order = paid();
    ASSERT_TRUE(move(order, OrderState::packed, Actor::owner, noon()));
    Order packed = order;
    EXPECT_TRUE(begin_refund(packed, noon()));
    ASSERT_TRUE(move(order, OrderState::shipped, Actor::owner, noon()));
    EXPECT_EQ(begin_refund(order, noon()).error(), OrderFault::forbidden);
}

TEST(ARefund, KeepsTheOrderWhereItIsUntilItIsDecided) {
    Order order = paid();
    ASSERT_TRUE(begin_refund(order, noon()));
    EXPECT_EQ(order.state, OrderState::paid);
    EXPECT_EQ(move(order, OrderState::packed, Actor::owner, noon()).error(), OrderFault::payment_in_progress);
    EXPECT_EQ(begin_refund(order, noon()).error(), OrderFault::payment_in_progress);
    EXPECT_TRUE(end_refunded(order, noon()));
    EXPECT_EQ(order.state, OrderState::refunded);
}

TEST(ARefund, EndsOnlyWhereOneBegan) {
    Order order = paid();
    EXPECT_EQ(end_refunded(order, noon()).error(), OrderFault::forbidden);
    EXPECT_EQ(order, paid());
}

TEST(WhatIsDue, IsTheEndOfTheHoldThenTheEndOfPatienceThenNothing) {
    EXPECT_EQ(due_at(new_order()), new_order().hold_until);
    Order order = new_order();
    ASSERT_TRUE(begin_payment(order, "k", "simulator", noon() + seconds{7}));
    EXPECT_EQ(due_at(order), noon() + seconds{67});
    ASSERT_TRUE(end_charged(order, noon()));
    EXPECT_EQ(due_at(order), std::nullopt);
    ASSERT_TRUE(begin_refund(order, noon() + seconds{9}));
    EXPECT_EQ(due_at(order), noon() + seconds{69});
}

// --- whatever happens

// One thing that may happen to an order, with what it does to the stock and to the customer's money.
struct Ledger {
    Order order = new_order();
    Stock stock = *apply(Stock::initial(10), reserve(3));
    int charged = 0;
    int paid_back = 0;

    void take(const std::expected<Transition, OrderFault>& moved) {
        if (!moved || !moved->effect) return;
        const auto after = apply(stock, moved->effect(3));
        RC_ASSERT(after.has_value());
        stock = *after;
    }
    void happen(int what, Instant now) {
        const bool is_pending = order.payment.state == PaymentState::pending;
        switch (what) {
            case 0:
                (void)begin_payment(order, "k", "simulator", now);
                break;
            case 1:
                if (is_pending) ++charged, take(end_charged(order, now));
                break;
            case 2:
                if (is_pending) end_declined(order);
                break;
            case 3:
                if (is_pending) end_voided(order);
                break;
            case 4:
                take(pay_by_transfer(order, now));
                break;
            case 5:
                if (const auto begun = begin_refund(order, now); begun && *begun) take(**begun);
                break;
            case 6:
                if (order.payment.state == PaymentState::refunding) ++paid_back, take(end_refunded(order, now));
                break;
            case 7:
                take(move(order, OrderState::cancelled, Actor::customer, now));
                break;
            case 8:
                take(move(order, OrderState::expired, Actor::system, now));
                break;
            default:
                take(move(order, std::array{OrderState::packed, OrderState::shipped, OrderState::delivered}[what % 3],
                          Actor::owner, now));
        }
    }
};

RC_GTEST_PROP(APayment, WhateverHappensMoneyAndGoodsAgree, ()) {
    Ledger ledger;
    Instant now = noon();
    for (const int what : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12))) {
        const auto before = ledger.order.rev;
        const Order was = ledger.order;
        ledger.happen(what, now += seconds{20});
        RC_ASSERT((ledger.order == was || ledger.order.rev == before.next()));
    }
    const Order& order = ledger.order;
    const bool sold = order.state == OrderState::paid || order.state == OrderState::packed ||
                      order.state == OrderState::shipped || order.state == OrderState::delivered;
    const bool by_provider = order.payment.key && (sold || order.state == OrderState::refunded);
    RC_ASSERT(ledger.charged == (by_provider ? 1 : 0));
    RC_ASSERT(ledger.paid_back == (by_provider && order.state == OrderState::refunded ? 1 : 0));
    RC_ASSERT(ledger.stock.sold == (sold ? 3 : 0));
    RC_ASSERT(ledger.stock.reserved == (order.state == OrderState::awaiting_payment ? 3 : 0));
    RC_ASSERT(ledger.stock.balanced());
}

}  // namespace
}  // namespace shop
