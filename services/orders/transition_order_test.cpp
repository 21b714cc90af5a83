#include "services/orders/erase_order.hpp"
#include "services/orders/test_payment.hpp"

namespace shop {
namespace {

using testing::APayment;

TEST_F(APayment, ByTransferIsTheOwnersWord) {
    const PlacedOrder placed = ordered(2);
    const auto order = move(placed, OrderState::paid);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->payment.method, "transfer");
    EXPECT_EQ(order->history.back().by, Actor::owner);
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
    const auto moved = [&](Rev seen) {
        return transition_order(world.shop, payments, world.context, placed.order.id, {false, {seen}},
                                OrderState::packed);
    };
    EXPECT_EQ(moved(placed.order.rev).error().refusal, Refusal::precondition_failed);
    EXPECT_EQ(moved(paid->rev).value().order.state, OrderState::packed);
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
    EXPECT_EQ(erased->customer, Customer{});
    EXPECT_EQ(*erased, now(placed));
    EXPECT_EQ(erased->lines, placed.order.lines);
    EXPECT_EQ(erase_order(world.shop, world.context, placed.order.id).value(), *erased) << "a repeat changes nothing";
    const auto item = world.store.get(world.context, {"orders", order_key(placed.order.id)}, {}).value().value();
    EXPECT_EQ(item.at("customer"), customer_value({}));
}

TEST_F(AnOrder, ThatIsNotThereIsNotErased) {
    EXPECT_EQ(erase_order(world.shop, world.context, *OrderId::parse("none")).error().refusal, Refusal::not_found);
}

}  // namespace
}  // namespace shop
