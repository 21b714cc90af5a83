#include "services/orders/sweep.hpp"

#include <gtest/gtest.h>

#include "services/orders/pay_order.hpp"
#include "services/orders/release_holds.hpp"
#include "services/orders/test_checkout.hpp"
#include "services/orders/transition_order.hpp"

namespace shop {
namespace {

using std::chrono::seconds;
using testing::product;

class ASweep : public testing::AShopWithOrders {
protected:
    // Orders of one product each, straight into the store: `count` of it are held.
    std::vector<Order> held(const std::string& id, int count) {
        Product shelf = product(id, 1000, count);
        shelf.stock = {count, 0, count, 0};
        world.shelve(shelf);
        std::vector<Order> orders;
        for (int i = 0; i < count; ++i) {
            Order order = placed_.order;
            order.id = *OrderId::parse(id + '-' + std::to_string(i));
            order.lines.front().product = testing::product_id(id);
            order.hold_until = world.now;
            EXPECT_TRUE(world.store.put(world.context, {"orders", item_of(StoredOrder{order, "hash"}), {}}));
            orders.push_back(std::move(order));
        }
        return orders;
    }
    Swept sweep() { return shop::sweep(world.shop, payments, world.context); }
    OrderState state(const Order& order) {
        return get_order(world.shop, world.context, order.id, {{}, true}).value().state;
    }
    int transactions = 0;
    void count_transactions() {
        world.store.intercept([this](std::string_view verb) -> std::optional<store::Error> {
            transactions += verb == "transact" ? 1 : 0;
            return std::nullopt;
        });
    }

    PlacedOrder placed_ = ordered(1);
};

TEST_F(ASweep, ReleasesAHoldWhenItEndsAndNotBefore) {
    world.now = placed_.order.hold_until - seconds{1};
    EXPECT_EQ(sweep().expired, 0);
    world.now += seconds{1};
    EXPECT_EQ(sweep().expired, 1);
    const Order order = now(placed_);
    EXPECT_EQ(order.state, OrderState::expired);
    EXPECT_EQ(order.history.back().by, Actor::system);
    EXPECT_EQ(world.on_shelf("teapot").stock, Stock::initial(12));
    EXPECT_EQ(sweep().expired, 0) << "once";
}

TEST_F(ASweep, GivesManyHoldsOfOneProductBackInFewTransactions) {
    (void)held("lamp", 250);
    count_transactions();
    const Swept swept = sweep();
    EXPECT_EQ(swept.expired, 250);
    EXPECT_TRUE(swept.all);
    EXPECT_LE(transactions, 4);
    EXPECT_EQ(world.on_shelf("lamp").stock, Stock::initial(250));
}

TEST_F(ASweep, ReadsPageAfterPageOfEachShard) {
    (void)held("lamp", 2'500);
    const Swept swept = sweep();
    EXPECT_EQ(swept.expired, 2'500);
    EXPECT_TRUE(swept.all);
    EXPECT_EQ(world.on_shelf("lamp").stock, Stock::initial(2'500));
}

TEST_F(ASweep, LeavesWhatItHasNoTimeFor) {
    (void)held("lamp", 3);
    world.context = {vitrine::Deadline::in(vitrine::Milliseconds{0})};
    const Swept swept = sweep();
    EXPECT_EQ(swept.expired, 0);
    EXPECT_FALSE(swept.cause.empty());
}

TEST_F(ASweep, IsHeldUpByNoBrokenOrder) {
    (void)held("lamp", 5);
    const auto broken = held("ghost", 3);
    Product shelf = world.on_shelf("ghost");
    shelf.stock = {3, 2, 1, 0};
    world.shelve(shelf);
    const Swept swept = sweep();
    EXPECT_EQ(swept.expired, 6) << "one ghost is held, the others are not";
    EXPECT_EQ(swept.left, 2);
    EXPECT_FALSE(swept.cause.empty());
    EXPECT_EQ(world.on_shelf("lamp").stock, Stock::initial(5));
    EXPECT_EQ(world.on_shelf("ghost").stock, Stock::initial(3));
}

TEST_F(ASweep, SettlesPaymentsThoughAnotherCannotBeSettled) {
    const PlacedOrder second = ordered(1);
    for (const auto& one : {placed_, second}) {
        ASSERT_TRUE(pay_order(world.shop, payments, world.context, one.order.id, one.token,
                              {"simulator", Instrument::timeout}));
    }
    auto item = world.store.get(world.context, {"orders", order_key(second.order.id)}, {}).value().value();
    item["lines"] = "nonsense";
    item.erase("op");  // this is no resend of the last write
    ASSERT_TRUE(world.store.put(world.context, {"orders", item, {}}));
    world.now += seconds{61};
    const Swept swept = sweep();
    EXPECT_EQ(swept.settled, 1);
    EXPECT_EQ(swept.left, 1);
    EXPECT_EQ(now(placed_).state, OrderState::paid);
}

TEST_F(ASweep, ComesBackForWhatTheStoreRefused) {
    (void)held("lamp", 3);
    fail_each("transact", store::Fault::throttled);
    EXPECT_EQ(sweep().left, 3);
    world.store.intercept({});
    EXPECT_EQ(sweep().expired, 3);
}

TEST_F(ASweep, PaysBackUnderTheSameKeyWhatWasPaidBackUnheard) {
    ASSERT_TRUE(
        pay_order(world.shop, payments, world.context, placed_.order.id, placed_.token, {"simulator", Instrument::ok}));
    payments.refunds_unheard = true;
    ASSERT_TRUE(transition_order(world.shop, payments, world.context, placed_.order.id, {.any = true, .revs = {}},
                                 OrderState::refunded));
    EXPECT_EQ(now(placed_).payment.state, PaymentState::refunding);
    payments.refunds_unheard = false;
    world.now += seconds{61};
    EXPECT_EQ(sweep().refunded, 1);
    EXPECT_EQ(now(placed_).state, OrderState::refunded);
    EXPECT_EQ(payments.refunds, 2) << "asked for twice";
    EXPECT_EQ(charges()[0].at("refunded"), store::Value(4900)) << "and paid back once";
}

TEST_F(ASweep, GoesOnWithTheRestWhereOneOrderMovedOn) {
    const auto orders = held("lamp", 10);
    auto moved = orders[4];
    moved.rev = moved.rev.next();
    ASSERT_TRUE(world.store.put(world.context, {"orders", item_of(StoredOrder{moved, "hash"}), {}}));
    const Released released = release_holds(world.shop, world.context, orders);
    EXPECT_EQ(released.released, 9);
    EXPECT_EQ(released.changed, 1);
    EXPECT_EQ(released.left, 0);
    EXPECT_EQ(state(orders[4]), OrderState::awaiting_payment);
    EXPECT_EQ(world.on_shelf("lamp").stock, (Stock{10, 9, 1, 0}));
}

TEST_F(ASweep, ReleasesOrdersOfSeveralLinesTogetherWithTheirNeighbours) {
    const PlacedOrder both = ordered(2, 2);
    world.now = both.order.hold_until;
    count_transactions();
    EXPECT_EQ(sweep().expired, 2);
    EXPECT_EQ(transactions, 1);
    EXPECT_EQ(world.on_shelf("teapot").stock, Stock::initial(12));
    EXPECT_EQ(world.on_shelf("kettle").stock, Stock::initial(3));
}

}  // namespace
}  // namespace shop
