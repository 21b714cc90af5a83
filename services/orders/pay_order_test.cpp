#include "services/orders/erase_order.hpp"
#include "services/orders/settle_payment.hpp"
#include "services/orders/test_payment.hpp"

namespace shop {
namespace {

using std::chrono::seconds;
using testing::APayment;

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
    EXPECT_EQ(order->history.back().by, Actor::customer);
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
    EXPECT_EQ(std::get<StateNow>(refused.error().facts).name, name_of(OrderState::expired));
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
    EXPECT_EQ(now(placed).customer, Customer{});
}

// --- what a crash leaves

TEST_F(APayment, TheProviderNeverHeardOfIsVoidedBeforeItIsNoneAgain) {
    const PlacedOrder placed = ordered(1);
    payments.silent = true;
    ASSERT_TRUE(pay(placed));
    payments.silent = false;
    EXPECT_EQ(swept_later().settled, 1);
    EXPECT_EQ(now(placed).payment, Payment{});
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
    const auto asked =
        pay_order(world.shop, payments, world.context, placed.order.id, placed.token, {"simulator", Instrument::ok});
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->order.payment.state, PaymentState::pending);
    EXPECT_NE(asked->doubt.find("throttled"), std::string::npos) << asked->doubt;
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
    Product broken = world.on_shelf("teapot");
    broken.stock = {12, 11, 1, 0};
    world.shelve(broken);
    const auto refused = pay(placed);
    EXPECT_EQ(refused.error().refusal, Refusal::order_not_payable);
    EXPECT_EQ(now(placed).payment.state, PaymentState::refunded);
    ASSERT_EQ(charges().size(), 1u);
    EXPECT_EQ(charges()[0].at("refundKey"), store::Value("refund#" + placed.order.id.text()));
    EXPECT_EQ(pay(placed).error().refusal, Refusal::order_not_payable);
}

}  // namespace
}  // namespace shop
