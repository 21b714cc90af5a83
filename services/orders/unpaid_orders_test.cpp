#include "services/orders/unpaid_orders.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/orders/erase_order.hpp"
#include "services/orders/list_orders.hpp"
#include "services/orders/test_payment.hpp"

namespace shop {
namespace {

using namespace std::chrono_literals;
using testing::product;
using testing::product_id;

constexpr const char* home = "home";
constexpr const char* office = "office";

class ANetworkThatHasNotPaid : public testing::APayment {
protected:
    ANetworkThatHasNotPaid() {
        world.shelve(product("teapot", 4900, 100));
        world.shelve(product("kettle", 2500, 50));
        world.shop.unpaid = {.share = 20, .orders = 10};
    }
    Outcome<PlacedOrder> order(const std::string& network, std::int64_t teapots, std::int64_t kettles = 0) {
        const NewBasket basket = testing::filled(world, teapots, kettles);
        return order_of(basket, network);
    }
    Outcome<PlacedOrder> order_of(const NewBasket& basket, const std::string& network) {
        return place_order(world.shop, world.context,
                           {"key-1", basket.basket.id, std::nullopt, testing::ada(), Money{1'000'000}, network},
                           basket.token);
    }
    // How many may be ordered now of each product of which fewer may than were wanted.
    static std::map<std::string, std::int64_t> allowed(const Outcome<PlacedOrder>& refused) {
        std::map<std::string, std::int64_t> found;
        if (refused || refused.error().refusal != Refusal::unpaid_limit) return {{"not refused for that", 0}};
        for (const auto& line : std::get<ShortLines>(refused.error().facts))
            found[line.product.text()] = line.available;
        return found;
    }
    using Allowed = std::map<std::string, std::int64_t>;

    std::optional<store::Item> item_of_network(const std::string& network) {
        return world.store.get(world.context, {"orders", {{"pk", "network#" + network}}}, {}).value();
    }
};

TEST_F(ANetworkThatHasNotPaid, HoldsAFifthOfAProductAndNoMore) {
    EXPECT_EQ(allowed(order(home, 21)), (Allowed{{"teapot", 20}}));
    ASSERT_TRUE(order(home, 15));
    EXPECT_EQ(allowed(order(home, 6)), (Allowed{{"teapot", 5}}));
    ASSERT_TRUE(order(home, 5));
    EXPECT_EQ(allowed(order(home, 1)), (Allowed{{"teapot", 0}}));
    EXPECT_EQ(world.on_shelf("teapot").stock, (Stock{100, 80, 20, 0}));
}

TEST_F(ANetworkThatHasNotPaid, IsToldEachLineOfWhichItMayHoldFewer) {
    ASSERT_TRUE(order(home, 0, 7));
    const auto refused = order(home, 21, 4);
    EXPECT_EQ(allowed(refused), (Allowed{{"teapot", 20}, {"kettle", 3}}));
    EXPECT_EQ(refused.error().detail, "Order as many as can be held unpaid, pay for them, then order the rest.");
    EXPECT_EQ(allowed(order(home, 21, 1)), (Allowed{{"teapot", 20}})) << "and of no other";
}

TEST_F(ANetworkThatHasNotPaid, KeepsNobodyElseFromOrdering) {
    ASSERT_TRUE(order(home, 20));
    ASSERT_TRUE(order(office, 20));
    EXPECT_EQ(allowed(order(office, 1)), (Allowed{{"teapot", 0}}));
}

TEST_F(ANetworkThatHasNotPaid, MayOrderTheRestOnceItHasPaid) {
    const auto first = order(home, 20);
    ASSERT_TRUE(pay(*first));
    EXPECT_EQ(allowed(order(home, 17)), (Allowed{{"teapot", 16}})) << "a fifth of what is left";
    ASSERT_TRUE(order(home, 16));
}

TEST_F(ANetworkThatHasNotPaid, MayOrderAgainWhatItCancelledOrLetExpire) {
    ASSERT_TRUE(cancel(*order(home, 20)));
    ASSERT_TRUE(order(home, 20));
    world.now += 601s;
    EXPECT_EQ(allowed(order(home, 1)), (Allowed{{"teapot", 0}})) << "until the sweeper came its units are held";
    ASSERT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    EXPECT_TRUE(order(home, 20));
}

TEST_F(ANetworkThatHasNotPaid, StillHoldsWhatIsBeingPaidFor) {
    const auto first = order(home, 20);
    payments.silent = true;
    ASSERT_EQ(pay(*first)->payment.state, PaymentState::pending);
    EXPECT_EQ(allowed(order(home, 1)), (Allowed{{"teapot", 0}}));
}

TEST_F(ANetworkThatHasNotPaid, HoldsAProductForTwoHoldTimesInARowAndThenPauses) {
    const Instant began = world.now;
    ASSERT_TRUE(order(home, 20));
    world.now = began + 601s;
    ASSERT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    EXPECT_EQ(order(home, 20)->order.hold_until, began + 1200s) << "a shorter hold: the row ends";
    world.now = began + 1201s;
    ASSERT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    const auto refused = order(home, 1);
    EXPECT_EQ(allowed(refused), (Allowed{{"teapot", 0}}));
    EXPECT_EQ(refused.error().detail, "What was held unpaid for long can be ordered again in 10 minutes.");
    EXPECT_TRUE(order(home, 0, 1)) << "another product";
    EXPECT_TRUE(order(office, 1)) << "another network";
    world.now = began + 1801s;
    EXPECT_EQ(order(home, 20)->order.hold_until, world.now + 600s);
}

TEST_F(ANetworkThatHasNotPaid, PlacesTenOrdersAtMostUntilSomeArePaid) {
    std::vector<PlacedOrder> placed;
    for (int i = 0; i < 10; ++i) placed.push_back(order(home, 1).value());
    const auto refused = order(home, 0, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, Refusal::unpaid_limit);
    EXPECT_TRUE(std::get<ShortLines>(refused.error().facts).empty());
    ASSERT_TRUE(cancel(placed[0]));
    EXPECT_FALSE(order(home, 0, 1)) << "what was only cancelled counts until it has rested";
    ASSERT_TRUE(pay(placed[1]));
    EXPECT_TRUE(order(home, 0, 1));
}

TEST_F(ANetworkThatHasNotPaid, IsJudgedAnewWhereTwoOfOneHouseholdOrderAtOnce) {
    const NewBasket one = testing::filled(world, 15);
    const NewBasket other = testing::filled(world, 15);
    world.meanwhile("transact", [&] { EXPECT_TRUE(order_of(other, home)); });
    EXPECT_EQ(allowed(order_of(one, home)), (Allowed{{"teapot", 5}}));
    EXPECT_EQ(world.on_shelf("teapot").stock.reserved, 15);
    const NewBasket third = testing::filled(world, 2);
    const NewBasket fourth = testing::filled(world, 3);
    world.meanwhile("transact", [&] { EXPECT_TRUE(order_of(fourth, home)); });
    EXPECT_TRUE(order_of(third, home)) << "both, where both may";
}

TEST_F(ANetworkThatHasNotPaid, GetsTheSameOrderForTheSameRequestHoweverMuchItHolds) {
    const NewBasket basket = testing::filled(world, 20);
    const auto first = order_of(basket, home);
    const auto again = order_of(basket, home);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->order.id, first->order.id);
}

TEST_F(ANetworkThatHasNotPaid, GetsTheSameOrderAlsoWhereBothSendsAreOnTheirWayAtOnce) {
    const NewBasket basket = testing::filled(world, 20);
    std::optional<Outcome<PlacedOrder>> other;
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "get_all") return std::nullopt;  // the basket was read as open
        world.store.intercept({});
        other = order_of(basket, home);
        return std::nullopt;
    });
    const auto one = order_of(basket, home);
    ASSERT_TRUE(one) << one.error().detail;
    EXPECT_TRUE(one->replayed);
    EXPECT_EQ(one->order.id, other->value().order.id);
}

TEST_F(ANetworkThatHasNotPaid, IsForgottenByItselfAndNamesNobody) {
    ASSERT_TRUE(order(home, 1));
    const auto item = item_of_network(home);
    ASSERT_TRUE(item);
    EXPECT_EQ(*item->at("expiresAt").number(), vitrine::epoch_seconds(world.now + std::chrono::days{7}));
    for (const char* attribute : {"pk", "rev", "orders", "expiresAt"}) EXPECT_TRUE(item->contains(attribute));
    EXPECT_EQ(item->size(), 4u);
}

TEST_F(ANetworkThatHasNotPaid, LeavesOutOrdersThatArePaidForOrHaveRested) {
    ASSERT_TRUE(pay(*order(home, 1)));
    world.now += 1s;
    ASSERT_TRUE(cancel(*order(home, 1)));
    EXPECT_EQ(item_of_network(home)->at("orders").list()->size(), 1u);
    world.now += 601s;
    ASSERT_TRUE(order(home, 1));
    EXPECT_EQ(item_of_network(home)->at("orders").list()->size(), 1u);
}

TEST_F(ANetworkThatHasNotPaid, IsAskedWhatBecameOfItsOrdersOnlyWhereThatMatters) {
    ASSERT_TRUE(order(home, 1));
    world.now += 1s;
    int reads = 0;
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        reads += verb == "get_all" ? 1 : 0;
        return std::nullopt;
    });
    const auto reads_of = [&](std::int64_t teapots, std::int64_t kettles) {
        const NewBasket basket = testing::filled(world, teapots, kettles);
        reads = 0;
        EXPECT_TRUE(order_of(basket, home));
        return reads;
    };
    EXPECT_EQ(reads_of(0, 1), 1) << "products and network at once";
    EXPECT_EQ(reads_of(1, 0), 2) << "a product that it may hold already";
}

TEST_F(ANetworkThatHasNotPaid, HoldsForAWholeHoldTimeHoweverLongTheJudgementTakes) {
    world.shop.clock = [this] { return world.now += 1ms; };
    const Order placed = order(home, 1)->order;
    EXPECT_EQ(placed.hold_until - placed.placed_at, 600s);
}

TEST_F(ANetworkThatHasNotPaid, IsRefusedWhereItsItemCannotBeRead) {
    for (const auto& broken : {store::Item{{"pk", "network#home"}, {"rev", 1}},
                               store::Item{{"pk", "network#home"}, {"rev", "1"}, {"orders", store::List{}}},
                               store::Item{{"pk", "network#home"}, {"rev", 1}, {"orders", store::List{1}}}}) {
        ASSERT_TRUE(world.store.put(world.context, {"orders", broken, {}}));
        EXPECT_EQ(order(home, 1).error().refusal, Refusal::internal);
    }
}

// What is kept of orders, and for how long.
class AnOrderThatEnded : public testing::APayment {
protected:
    AnOrderThatEnded() { world.shop.retention = {.unpaid = std::chrono::days{30}, .paid = std::chrono::days{3'650}}; }

    std::optional<std::int64_t> expires_at(const PlacedOrder& placed) {
        const auto item = world.store.get(world.context, {"orders", order_key(placed.order.id)}, {}).value().value();
        const auto at = item.find("expiresAt");
        return at == item.end() ? std::nullopt : std::optional(*at->second.number());
    }
    bool opens_with(const PlacedOrder& placed, bool owner) {
        return get_order(world.shop, world.context, placed.order.id, {placed.token, owner}).has_value();
    }
    std::size_t listed(OrderState state) {
        return list_orders(world.shop, world.context, state, 10, std::nullopt)->orders.size();
    }
    std::int64_t in_days(int days) { return vitrine::epoch_seconds(world.now + std::chrono::days{days}); }
};

TEST_F(AnOrderThatEnded, IsKeptThirtyDaysWhereNobodyPaid) {
    const PlacedOrder cancelled = ordered(1);
    EXPECT_EQ(expires_at(cancelled), std::nullopt) << "while it awaits payment";
    ASSERT_TRUE(cancel(cancelled));
    EXPECT_EQ(expires_at(cancelled), in_days(30));
    const PlacedOrder expired = ordered(1);
    world.now += 601s;
    ASSERT_EQ(sweep(world.shop, payments, world.context).expired, 1);
    EXPECT_EQ(expires_at(expired), in_days(30));
}

TEST_F(AnOrderThatEnded, IsKeptForTheBooksWhereMoneyMoved) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(pay(placed));
    EXPECT_EQ(expires_at(placed), in_days(3'650));
    world.now += 24h;
    ASSERT_TRUE(move(placed, OrderState::packed));
    EXPECT_EQ(expires_at(placed), in_days(3'650)) << "from its last move on";
    ASSERT_TRUE(move(placed, OrderState::refunded));
    EXPECT_EQ(expires_at(placed), in_days(3'650));
}

TEST_F(AnOrderThatEnded, IsNotKeptLongerByAnErasure) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(cancel(placed));
    const auto before = expires_at(placed);
    world.now += 24h;
    ASSERT_TRUE(erase_order(world.shop, world.context, placed.order.id));
    EXPECT_EQ(expires_at(placed), before);
}

TEST_F(AnOrderThatEnded, IsGoneForEverybodyOnceItsTimeIsUpWhetherDeletedYetOrNot) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(cancel(placed));
    world.now += std::chrono::days{30} - 1s;
    EXPECT_TRUE(opens_with(placed, false));
    EXPECT_EQ(listed(OrderState::cancelled), 1u);
    world.now += 1s;
    EXPECT_FALSE(opens_with(placed, false));
    EXPECT_FALSE(opens_with(placed, true));
    EXPECT_EQ(listed(OrderState::cancelled), 0u);
}

TEST_F(AnOrderThatEnded, IsNoFaultWhereItsKeyOutlivesIt) {
    world.shop.retention.unpaid = std::chrono::days{1};
    const NewBasket basket = testing::filled(world, 1);
    const Checkout checkout{"key-1", basket.basket.id, std::nullopt, testing::ada(), Money{1'000'000}};
    const auto placed = place_order(world.shop, world.context, checkout, basket.token);
    ASSERT_TRUE(cancel(*placed));
    world.now += std::chrono::days{2};
    EXPECT_EQ(place_order(world.shop, world.context, checkout, basket.token).error().refusal, Refusal::basket_closed);
}

}  // namespace
}  // namespace shop
