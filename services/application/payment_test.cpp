#include <gtest/gtest.h>

#include "services/application/cancel_order.hpp"
#include "services/application/erase_order.hpp"
#include "services/application/orders.hpp"
#include "services/application/pay_order.hpp"
#include "services/application/settle_payment.hpp"
#include "services/application/sweep.hpp"
#include "services/application/test_checkout.hpp"
#include "services/application/transition_order.hpp"

namespace shop::application {
namespace {

using domain::OrderState;
using domain::PaymentState;
using domain::Stock;
using std::chrono::seconds;

class APayment : public testing::AShopWithOrders {
protected:
    Outcome<domain::Order> pay(const PlacedOrder& placed, Instrument instrument = Instrument::ok) {
        return pay_order(world.shop, payments, world.context, placed.order.id, placed.token, {"simulator", instrument});
    }
    Outcome<domain::Order> move(const PlacedOrder& placed, OrderState to) {
        return transition_order(world.shop, payments, world.context, placed.order.id, {true, {}}, to);
    }
    Outcome<domain::Order> cancel(const PlacedOrder& placed) {
        return cancel_order(world.shop, world.context, placed.order.id, placed.token);
    }
    Stock teapots() { return world.on_shelf("teapot").stock; }
    // Whatever was left undecided is old enough, and the sweeper comes.
    Swept swept_later() {
        world.now += seconds{61};
        return sweep(world.shop, payments, world.context);
    }
    bool is_due(const PlacedOrder& placed) {
        const auto item = world.store.get(world.context, {"orders", order_key(placed.order.id)}, {}).value().value();
        return item.contains("dueShard") || item.contains("dueAt");
    }
};

TEST_F(APayment, ThatIsChargedSellsWhatWasHeld) {
    const PlacedOrder placed = ordered(2, 1);
    const auto rev = world.on_shelf("teapot").rev;
    const auto order = pay(placed);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->state, OrderState::paid);
    EXPECT_EQ(order->payment.state, PaymentState::paid);
    EXPECT_EQ(order->payment.method, "simulator");
    EXPECT_EQ(*order, now(placed));
    EXPECT_EQ(teapots(), (Stock{12, 10, 0, 2}));
    EXPECT_EQ(world.on_shelf("kettle").stock, (Stock{3, 2, 0, 1}));
    EXPECT_EQ(world.on_shelf("teapot").rev, rev) << "the public card stays as it is";
    EXPECT_FALSE(is_due(placed));
    ASSERT_EQ(order->history.size(), 2u);
    EXPECT_EQ(order->history.back().by, domain::Actor::customer);
}

TEST_F(APayment, ThatIsDeclinedLeavesOrderAndHold) {
    const PlacedOrder placed = ordered(2);
    EXPECT_EQ(pay(placed, Instrument::declined).error().refusal, Refusal::payment_declined);
    EXPECT_EQ(now(placed).state, OrderState::awaiting_payment);
    EXPECT_EQ(now(placed).payment.state, PaymentState::declined);
    EXPECT_EQ(teapots(), (Stock{12, 10, 2, 0}));
    EXPECT_TRUE(is_due(placed));
    EXPECT_EQ(pay(placed).value().state, OrderState::paid) << "it may be tried again";
}

TEST_F(APayment, ThatIsNotAnsweredIsPendingAndSettledLater) {
    const PlacedOrder placed = ordered(2);
    const auto order = pay(placed, Instrument::timeout);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->payment.state, PaymentState::pending);
    EXPECT_EQ(teapots(), (Stock{12, 10, 2, 0}));
    EXPECT_EQ(swept_later().settled, 1);
    EXPECT_EQ(now(placed).state, OrderState::paid);
    EXPECT_EQ(teapots(), (Stock{12, 10, 0, 2}));
}

TEST_F(APayment, IsNotSettledBeforeItsMinuteIsOver) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(pay(placed, Instrument::timeout));
    world.now += seconds{59};
    EXPECT_EQ(sweep(world.shop, payments, world.context).settled, 0);
    EXPECT_EQ(now(placed).payment.state, PaymentState::pending);
}

TEST_F(APayment, IsChargedOnceHoweverOftenItIsAskedFor) {
    const PlacedOrder placed = ordered(2);
    ASSERT_TRUE(pay(placed, Instrument::timeout));
    EXPECT_EQ(pay(placed).value().payment.state, PaymentState::pending);
    ASSERT_EQ(swept_later().settled, 1);
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
    ASSERT_TRUE(move(placed, OrderState::packed));
    EXPECT_EQ(pay(placed).value().state, OrderState::packed) << "paid is paid wherever the order is by now";
    EXPECT_EQ(charges().size(), 1u);
}

TEST_F(APayment, BeginsOnlyWhileTheHoldLastsForMoreThanHalfAMinute) {
    const PlacedOrder placed = ordered(1);
    world.now = placed.order.hold_until - seconds{30};
    EXPECT_EQ(pay(placed).error().refusal, Refusal::hold_expired);
    EXPECT_TRUE(charges().empty());
    world.now -= vitrine::Milliseconds{1};
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
}

TEST_F(APayment, ForAnExpiredOrderIsRefused) {
    const PlacedOrder placed = ordered(1);
    world.now = placed.order.hold_until + seconds{1};
    EXPECT_EQ(pay(placed).error().refusal, Refusal::hold_expired) << "not swept yet";
    EXPECT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    const auto refused = pay(placed);
    EXPECT_EQ(refused.error().refusal, Refusal::order_not_payable);
    EXPECT_EQ(std::get<OrderState>(refused.error().facts), OrderState::expired);
    EXPECT_TRUE(charges().empty());
}

TEST_F(APayment, NeedsTheOrdersOwnToken) {
    const PlacedOrder placed = ordered(1);
    const PlacedOrder other = ordered(1);
    EXPECT_EQ(pay({placed.order, other.token, false}).error().refusal, Refusal::not_found);
    EXPECT_TRUE(charges().empty());
}

TEST_F(APayment, ThatIsPendingBlocksEverythingElse) {
    const PlacedOrder placed = ordered(2);
    ASSERT_TRUE(pay(placed, Instrument::timeout));
    EXPECT_EQ(cancel(placed).error().refusal, Refusal::payment_in_progress);
    EXPECT_EQ(move(placed, OrderState::paid).error().refusal, Refusal::payment_in_progress);
    payments.silent = true;
    world.now = placed.order.hold_until + seconds{600};
    const Swept swept = sweep(world.shop, payments, world.context);
    EXPECT_EQ(swept.expired, 0) << "a hold outlasts its time while its payment is pending";
    EXPECT_EQ(swept.left, 1);
    EXPECT_EQ(now(placed).payment.state, PaymentState::pending);
}

// --- races: the conditional write alone decides

TEST_F(APayment, AfterACancellationThatWasFasterChargesNothing) {
    const PlacedOrder placed = ordered(1);
    world.meanwhile("modify", [&] { ASSERT_TRUE(cancel(placed)); });
    EXPECT_EQ(pay(placed).error().refusal, Refusal::order_not_payable);
    EXPECT_TRUE(charges().empty());
    EXPECT_EQ(teapots(), Stock::initial(12));
}

TEST_F(APayment, AfterAnExpiryThatWasFasterChargesNothing) {
    const PlacedOrder placed = ordered(1);
    world.meanwhile("modify", [&] {
        world.now = placed.order.hold_until;
        EXPECT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    });
    EXPECT_EQ(pay(placed).error().refusal, Refusal::order_not_payable);
    EXPECT_TRUE(charges().empty());
}

TEST_F(APayment, ThatWasFasterThanACancellationStands) {
    const PlacedOrder placed = ordered(1);
    world.meanwhile("transact", [&] { ASSERT_TRUE(pay(placed)); });
    EXPECT_EQ(cancel(placed).error().refusal, Refusal::order_not_cancellable);
    EXPECT_EQ(now(placed).state, OrderState::paid);
    EXPECT_EQ(teapots(), (Stock{12, 11, 0, 1}));
}

TEST_F(APayment, ThatBeginsWhileTheSweeperReleasesKeepsItsHold) {
    const PlacedOrder placed = ordered(1);
    world.now = placed.order.hold_until;
    world.meanwhile("transact", [&] {
        world.now -= seconds{60};  // the clocks of two machines
        ASSERT_TRUE(pay(placed, Instrument::timeout));
        world.now += seconds{60};
    });
    const Swept swept = sweep(world.shop, payments, world.context);
    EXPECT_EQ(swept.expired, 0);
    EXPECT_EQ(swept.left, 0);
    EXPECT_EQ(now(placed).payment.state, PaymentState::pending);
    EXPECT_EQ(teapots(), (Stock{12, 11, 1, 0}));
}

TEST_F(APayment, OfTwoAtOnceBeginsOne) {
    const PlacedOrder placed = ordered(1);
    world.meanwhile("modify", [&] { ASSERT_TRUE(pay(placed)); });
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
    EXPECT_EQ(charges().size(), 1u);
}

TEST_F(APayment, IsEndedOverAnErasureThatCameBetween) {
    const PlacedOrder placed = ordered(1);
    payments.before_charge = [&] { ASSERT_TRUE(erase_order(world.shop, world.context, placed.order.id)); };
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
    EXPECT_EQ(now(placed).customer, domain::Customer{});
}

// --- what a crash leaves

TEST_F(APayment, TheProviderNeverHeardOfIsVoidedBeforeItIsNoneAgain) {
    const PlacedOrder placed = ordered(1);
    payments.silent = true;
    ASSERT_TRUE(pay(placed));
    payments.silent = false;
    EXPECT_EQ(swept_later().settled, 1);
    EXPECT_EQ(now(placed).payment, domain::Payment{});
    ASSERT_EQ(charges().size(), 1u);
    EXPECT_EQ(state_of(charges()[0]), "voided");
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
}

TEST_F(APayment, ThatThawsAfterItWasVoidedChargesNothing) {
    const PlacedOrder placed = ordered(1);
    payments.before_charge = [&] {
        payments.before_charge = {};
        EXPECT_EQ(swept_later().settled, 1);
    };
    EXPECT_EQ(pay(placed).error().refusal, Refusal::unavailable);
    ASSERT_EQ(charges().size(), 1u);
    EXPECT_EQ(state_of(charges()[0]), "voided");
    EXPECT_EQ(now(placed).payment.state, PaymentState::none);
}

TEST_F(APayment, StaysPendingWhereTheKeyCannotBeVoided) {
    const PlacedOrder placed = ordered(1);
    payments.silent = true;
    ASSERT_TRUE(pay(placed));
    EXPECT_EQ(swept_later().left, 1);
    EXPECT_EQ(now(placed).payment.state, PaymentState::pending);
}

TEST_F(APayment, WhoseEndCouldNotBeWrittenIsPendingAndSettledLater) {
    const PlacedOrder placed = ordered(1);
    fail_each("transact", store::Fault::throttled);
    EXPECT_EQ(pay(placed).value().payment.state, PaymentState::pending);
    world.store.intercept({});
    EXPECT_EQ(swept_later().settled, 1);
    EXPECT_EQ(now(placed).state, OrderState::paid);
}

TEST_F(APayment, WhoseEndIsInDoubtIsReadAgain) {
    const PlacedOrder placed = ordered(1);
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "transact") return std::nullopt;
        world.store.intercept({});
        EXPECT_TRUE(settle_payment(world.shop, payments, world.context, now(placed)));  // it was carried out
        return store::Error{store::Fault::in_doubt, "the connection closed", {}, {}};
    });
    EXPECT_EQ(pay(placed).value().state, OrderState::paid);
    EXPECT_EQ(teapots(), (Stock{12, 11, 0, 1}));
}

TEST_F(APayment, WhoseBeginningCouldNotBeWrittenChargesNothing) {
    const PlacedOrder placed = ordered(1);
    fail_each("modify", store::Fault::throttled);
    EXPECT_EQ(pay(placed).error().refusal, Refusal::unavailable);
    EXPECT_TRUE(charges().empty());
}

TEST_F(APayment, OfWhatCanNoLongerBeSoldGoesBack) {
    const PlacedOrder placed = ordered(2);
    domain::Product broken = world.on_shelf("teapot");
    broken.stock = {12, 11, 1, 0};
    world.shelve(broken);
    const auto refused = pay(placed);
    EXPECT_EQ(refused.error().refusal, Refusal::order_not_payable);
    EXPECT_EQ(now(placed).payment.state, PaymentState::refunded);
    ASSERT_EQ(charges().size(), 1u);
    EXPECT_EQ(charges()[0].at("refundKey"), store::Value("refund#" + placed.order.id.text()));
    EXPECT_EQ(pay(placed).error().refusal, Refusal::order_not_payable);
}

// --- the owner's moves

TEST_F(APayment, ByTransferIsTheOwnersWord) {
    const PlacedOrder placed = ordered(2);
    const auto order = move(placed, OrderState::paid);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->payment.method, "transfer");
    EXPECT_EQ(order->history.back().by, domain::Actor::owner);
    EXPECT_EQ(teapots(), (Stock{12, 10, 0, 2}));
    EXPECT_FALSE(is_due(placed));
    EXPECT_TRUE(charges().empty());
    EXPECT_EQ(move(placed, OrderState::refunded).value().state, OrderState::refunded);
    EXPECT_EQ(payments.refunds, 0) << "no provider knows of a transfer";
    EXPECT_EQ(teapots(), Stock::initial(12));
}

class AnOrder : public APayment {};

TEST_F(AnOrder, IsMovedAlongByItsOwnerStepByStep) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(pay(placed));
    EXPECT_EQ(move(placed, OrderState::delivered).error().refusal, Refusal::transition_forbidden);
    for (const auto to : {OrderState::packed, OrderState::shipped, OrderState::delivered}) {
        EXPECT_EQ(move(placed, to).value().state, to);
    }
    EXPECT_EQ(teapots(), (Stock{12, 11, 0, 1}));
    EXPECT_EQ(now(placed).history.size(), 5u);
}

TEST_F(AnOrder, IsMovedOnlyAsItWasSeen) {
    const PlacedOrder placed = ordered(1);
    const auto paid = pay(placed);
    const auto moved = [&](domain::Rev seen) {
        return transition_order(world.shop, payments, world.context, placed.order.id, {false, {seen}},
                                OrderState::packed);
    };
    EXPECT_EQ(moved(placed.order.rev).error().refusal, Refusal::precondition_failed);
    EXPECT_EQ(moved(paid->rev).value().state, OrderState::packed);
    EXPECT_EQ(moved(paid->rev).error().refusal, Refusal::precondition_failed);
}

TEST_F(AnOrder, ThatChangesBetweenReadAndWriteIsNotMoved) {
    const PlacedOrder placed = ordered(1);
    const auto paid = pay(placed);
    world.meanwhile("modify", [&] { ASSERT_TRUE(move(placed, OrderState::refunded)); });
    const auto refused = transition_order(world.shop, payments, world.context, placed.order.id, {false, {paid->rev}},
                                          OrderState::packed);
    EXPECT_EQ(refused.error().refusal, Refusal::precondition_failed);
    EXPECT_EQ(now(placed).state, OrderState::refunded);
}

TEST_F(AnOrder, ThatIsRefundedIsPaidBackOnceAndItsStockReturns) {
    const PlacedOrder placed = ordered(2);
    ASSERT_TRUE(pay(placed));
    ASSERT_TRUE(move(placed, OrderState::packed));
    const auto rev = world.on_shelf("teapot").rev;
    EXPECT_EQ(move(placed, OrderState::refunded).value().payment.state, PaymentState::refunded);
    EXPECT_EQ(move(placed, OrderState::refunded).error().refusal, Refusal::transition_forbidden);
    EXPECT_EQ(payments.refunds, 1);
    EXPECT_EQ(teapots(), Stock::initial(12));
    EXPECT_EQ(world.on_shelf("teapot").rev, rev.next()) << "the public sees the units again";
    EXPECT_EQ(charges()[0].at("refunded"), store::Value(9800));
}

TEST_F(AnOrder, ThatIsBeingRefundedStaysWhereItIsUntilThatIsDecided) {
    const PlacedOrder placed = ordered(2);
    ASSERT_TRUE(pay(placed));
    payments.refunds_fail = true;
    const auto order = move(placed, OrderState::refunded);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->payment.state, PaymentState::refunding);
    EXPECT_EQ(order->state, OrderState::paid);
    EXPECT_EQ(move(placed, OrderState::packed).error().refusal, Refusal::payment_in_progress);
    EXPECT_EQ(pay(placed).error().refusal, Refusal::payment_in_progress);
    EXPECT_EQ(swept_later().left, 1);
    payments.refunds_fail = false;
    EXPECT_EQ(sweep(world.shop, payments, world.context).refunded, 1);
    EXPECT_EQ(now(placed).state, OrderState::refunded);
    EXPECT_EQ(teapots(), Stock::initial(12));
    EXPECT_FALSE(is_due(placed));
}

TEST_F(AnOrder, ThatIsErasedKeepsEverythingButItsCustomer) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(pay(placed));
    const auto erased = erase_order(world.shop, world.context, placed.order.id);
    ASSERT_TRUE(erased);
    EXPECT_EQ(erased->customer, domain::Customer{});
    EXPECT_EQ(*erased, now(placed));
    EXPECT_EQ(erased->lines, placed.order.lines);
    EXPECT_EQ(erase_order(world.shop, world.context, placed.order.id).value(), *erased) << "a repeat changes nothing";
    const auto item = world.store.get(world.context, {"orders", order_key(placed.order.id)}, {}).value().value();
    EXPECT_EQ(item.at("customer"), customer_value({}));
}

TEST_F(AnOrder, ThatIsNotThereIsNotErased) {
    EXPECT_EQ(erase_order(world.shop, world.context, *domain::OrderId::parse("none")).error().refusal,
              Refusal::not_found);
}

// --- the simulator

class TheSimulator : public testing::AShopWithOrders {
protected:
    store::Result<Charge> charge(const std::string& key, Instrument instrument) {
        return payments.charge(world.context, {key, domain::Money{100}, instrument});
    }
    store::Result<void> refund(const std::string& key, const std::string& charge_key) {
        return payments.refund(world.context, key, charge_key, domain::Money{100});
    }
};

TEST_F(TheSimulator, AnswersARepeatAsItAnsweredFirst) {
    EXPECT_EQ(charge("a", Instrument::declined), Charge::declined);
    EXPECT_EQ(charge("a", Instrument::ok), Charge::declined);
    EXPECT_EQ(charge("b", Instrument::ok), Charge::charged);
    EXPECT_EQ(charge("b", Instrument::ok), Charge::charged);
    EXPECT_EQ(payments.look_up(world.context, "b"), Charge::charged);
    EXPECT_EQ(payments.look_up(world.context, "c"), Charge::unknown);
}

TEST_F(TheSimulator, NeverChargesAVoidedKey) {
    EXPECT_EQ(payments.void_charge(world.context, "a"), Charge::voided);
    EXPECT_EQ(charge("a", Instrument::ok), Charge::voided);
    EXPECT_EQ(payments.look_up(world.context, "a"), Charge::voided);
}

TEST_F(TheSimulator, DoesNotVoidWhatItCharged) {
    EXPECT_FALSE(charge("a", Instrument::timeout)) << "charged, and never answered";
    EXPECT_EQ(payments.void_charge(world.context, "a"), Charge::charged);
}

TEST_F(TheSimulator, PaysBackOnceAndOnlyWhatItCharged) {
    EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
    EXPECT_TRUE(refund("refund#1", "a"));
    EXPECT_TRUE(refund("refund#1", "a")) << "a repeat";
    EXPECT_FALSE(refund("refund#2", "a"));
    EXPECT_EQ(charge("d", Instrument::declined), Charge::declined);
    EXPECT_FALSE(refund("refund#3", "d"));
    EXPECT_FALSE(refund("refund#4", "never"));
}

TEST_F(TheSimulator, KnowsWhatItWroteThoughTheAnswerWasLost) {
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "put") return std::nullopt;
        world.store.intercept({});
        EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
        return store::Error{store::Fault::in_doubt, "the connection closed", {}, {}};
    });
    EXPECT_EQ(charge("a", Instrument::ok), Charge::charged);
}

}  // namespace
}  // namespace shop::application
