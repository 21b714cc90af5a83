#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "services/baskets/create_basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/orders/cancel_order.hpp"
#include "services/orders/erase_order.hpp"
#include "services/orders/get_order.hpp"
#include "services/orders/list_orders.hpp"
#include "services/orders/order_item.hpp"
#include "services/orders/place_order.hpp"
#include "services/orders/test_checkout.hpp"
#include "services/products/edit_content.hpp"

namespace shop {
namespace {

using testing::product;
using testing::product_id;

class ACheckout : public ::testing::Test {
protected:
    ACheckout() {
        world.shelve(product("teapot", 4900, 12));
        world.shelve(product("kettle", 2500, 3));
    }
    static Checkout of(const NewBasket& basket, std::int64_t expected_total) {
        return {"key-1", basket.basket.id, std::nullopt, testing::ada(), Money{expected_total}};
    }
    Outcome<PlacedOrder> order(const Checkout& checkout, const NewBasket& basket) {
        return place_order(world.shop, world.context, checkout, basket.token);
    }
    PlacedOrder ordered(std::int64_t teapots) {
        const NewBasket basket = testing::filled(world, teapots);
        return order(of(basket, 4900 * teapots), basket).value();
    }
    void set_price(const std::string& id, std::int64_t price) {
        ASSERT_TRUE(edit_content(world.shop, world.context, product_id(id), {true, {}}, {.price = Money{price}}));
    }
    // Of the next transaction only the answer is lost, after `what` (the transaction itself, or nothing) happened.
    void lose_the_answer(const std::function<void()>& what) {
        world.store.intercept([this, what](std::string_view verb) -> std::optional<store::Error> {
            if (verb != "transact") return std::nullopt;
            world.store.intercept({});
            what();
            return store::Error{store::Fault::in_doubt, "the connection closed", {}, {}};
        });
    }

    testing::World world;
};

TEST_F(ACheckout, PlacesTheOrderHoldsTheStockAndClosesTheBasket) {
    const NewBasket basket = testing::filled(world, 2, 1);
    const auto placed = order(of(basket, 12300), basket);
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->order.total, Money{12300});
    EXPECT_EQ(placed->order.lines.size(), 2u);
    EXPECT_EQ(placed->order.hold_until, world.now + std::chrono::seconds{600});
    EXPECT_FALSE(placed->replayed);
    EXPECT_EQ(world.on_shelf("teapot").stock, (Stock{12, 10, 2, 0}));
    EXPECT_EQ(world.on_shelf("teapot").rev.number, 2);
    EXPECT_EQ(world.on_shelf("teapot").content_rev.number, 1) << "a sale makes no edit stale";
    const LineRequest request{product_id("teapot"), Quantity::of(1)};
    EXPECT_EQ(set_line(world.shop, world.context, basket.basket.id, basket.token, request).error().refusal,
              Refusal::basket_closed);
    EXPECT_EQ(get_order(world.shop, world.context, placed->order.id, {placed->token, false}).value(), placed->order);
}

TEST_F(ACheckout, ChangesAProductWithEachUnitThatGoesOrComesBack) {
    world.now += std::chrono::hours{1};
    const PlacedOrder placed = ordered(2);
    EXPECT_EQ(world.on_shelf("teapot").changed_at, world.now);
    EXPECT_EQ(world.on_shelf("kettle").changed_at, std::nullopt);
    world.now += std::chrono::minutes{1};
    ASSERT_TRUE(cancel_order(world.shop, world.context, placed.order.id, placed.token));
    EXPECT_EQ(world.on_shelf("teapot").changed_at, world.now);
}

TEST_F(ACheckout, IsCancelledAndErasedOnlyAsItWasSeen) {
    const PlacedOrder placed = ordered(1);
    const auto cancel = [&](std::int64_t rev) {
        return cancel_order(world.shop, world.context, placed.order.id, placed.token, {false, {{rev}}});
    };
    EXPECT_EQ(cancel(2).error().refusal, Refusal::precondition_failed);
    EXPECT_EQ(erase_order(world.shop, world.context, placed.order.id, {false, {{2}}}).error().refusal,
              Refusal::precondition_failed);
    world.meanwhile("transact", [&] { EXPECT_TRUE(erase_order(world.shop, world.context, placed.order.id)); });
    EXPECT_EQ(cancel(1).error().refusal, Refusal::precondition_failed) << "another change was faster";
    EXPECT_EQ(cancel(2)->state, OrderState::cancelled);
    EXPECT_EQ(cancel(2).error().refusal, Refusal::precondition_failed) << "it is another now";
}

TEST_F(ACheckout, KeepsWhatWasSoldWhateverIsEditedLater) {
    const PlacedOrder placed = ordered(1);
    set_price("teapot", 9900);
    const auto seen = get_order(world.shop, world.context, placed.order.id, {placed.token, false});
    EXPECT_EQ(seen->lines[0].unit_price, Money{4900});
}

TEST_F(ACheckout, RepeatedReturnsTheSameOrderAsItIsNow) {
    const NewBasket basket = testing::filled(world, 1);
    const auto first = order(of(basket, 4900), basket);
    ASSERT_TRUE(first);
    ASSERT_TRUE(cancel_order(world.shop, world.context, first->order.id, first->token));
    const auto again = order(of(basket, 4900), basket);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(again->order.id, first->order.id);
    EXPECT_EQ(again->order.state, OrderState::cancelled);
    EXPECT_EQ(again->token.reveal(), first->token.reveal());
}

TEST_F(ACheckout, WithTheSameKeyAndAnotherBodyIsRefused) {
    const NewBasket basket = testing::filled(world, 1);
    ASSERT_TRUE(order(of(basket, 4900), basket));
    EXPECT_EQ(order(of(basket, 5000), basket).error().refusal, Refusal::idempotency_key_reused);
    Checkout other_key = of(basket, 4900);
    other_key.idempotency_key = "key-2";
    EXPECT_EQ(order(other_key, basket).error().refusal, Refusal::basket_closed);
}

TEST_F(ACheckout, ThatIsRefusedLeavesItsKeyFree) {
    const NewBasket basket = testing::filled(world, 1);
    EXPECT_EQ(order(of(basket, 4899), basket).error().refusal, Refusal::price_changed);
    EXPECT_FALSE(order(of(basket, 4900), basket)->replayed);
}

TEST_F(ACheckout, NamesEveryLineThatIsShort) {
    const NewBasket basket = testing::filled(world, 13, 4);
    const auto refused = order(of(basket, 1), basket);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, Refusal::insufficient_stock) << "where prices fail too, stock is told";
    const auto& lines = std::get<ShortLines>(refused.error().facts);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].wanted, 13);
    EXPECT_EQ(lines[0].available, 12);
    EXPECT_EQ(lines[1].product, product_id("kettle"));
}

TEST_F(ACheckout, OfAnArchivedProductHasNoneAvailable) {
    const NewBasket basket = testing::filled(world, 1);
    auto archived = world.on_shelf("teapot");
    archived.status = ProductStatus::archived;
    world.shelve(archived);
    EXPECT_EQ(std::get<ShortLines>(order(of(basket, 4900), basket).error().facts).at(0).available, 0);
}

TEST_F(ACheckout, TellsOldAndNewPriceWhereTheTotalRose) {
    const NewBasket basket = testing::filled(world, 2);
    set_price("teapot", 5000);
    const auto refused = order(of(basket, 9800), basket);
    ASSERT_FALSE(refused);
    const auto& rise = std::get<PriceRise>(refused.error().facts);
    EXPECT_EQ(rise.total, Money{10000});
    ASSERT_EQ(rise.lines.size(), 1u);
    EXPECT_EQ(rise.lines[0].from, Money{4900});
    EXPECT_EQ(rise.lines[0].to, Money{5000});
}

TEST_F(ACheckout, ChargesATotalThatFell) {
    const NewBasket basket = testing::filled(world, 2);
    set_price("teapot", 4000);
    EXPECT_EQ(order(of(basket, 9800), basket)->order.total, Money{8000});
}

TEST_F(ACheckout, OfAnotherRevisionOfTheBasketIsRefused) {
    const NewBasket basket = testing::filled(world, 1);
    Checkout checkout = of(basket, 4900);
    checkout.basket_rev = Rev{1};
    EXPECT_EQ(order(checkout, basket).error().refusal, Refusal::basket_changed);
    checkout.basket_rev = Rev{3};
    EXPECT_EQ(order(checkout, basket).error().refusal, Refusal::basket_changed);
}

TEST_F(ACheckout, OfAnEmptyBasketOrWithAWrongTokenIsRefused) {
    const NewBasket empty = create_basket(world.shop, world.context).value();
    EXPECT_EQ(order(of(empty, 0), empty).error().refusal, Refusal::basket_empty);
    const NewBasket basket = testing::filled(world, 1);
    EXPECT_EQ(place_order(world.shop, world.context, of(basket, 4900), Secret("wrong")).error().refusal,
              Refusal::not_found);
}

TEST_F(ACheckout, IsJudgedAnewWhenAProductIsEditedMeanwhile) {
    const NewBasket basket = testing::filled(world, 1);
    world.meanwhile("transact", [&] { set_price("teapot", 4000); });
    EXPECT_EQ(order(of(basket, 4900), basket)->order.total, Money{4000});
}

TEST_F(ACheckout, ThatLosesTheLastUnitsMeanwhileIsShort) {
    const NewBasket first = testing::filled(world, 7);
    const NewBasket second = testing::filled(world, 7);
    world.meanwhile("transact", [&] { EXPECT_TRUE(order(of(second, 34300), second)); });
    const auto refused = order(of(first, 34300), first);
    ASSERT_FALSE(refused);
    EXPECT_EQ(std::get<ShortLines>(refused.error().facts).at(0).available, 5);
    EXPECT_TRUE(world.balanced());
}

TEST_F(ACheckout, SentTwiceAtOnceMakesOneOrder) {
    const NewBasket basket = testing::filled(world, 1);
    std::optional<PlacedOrder> other;
    world.meanwhile("transact", [&] { other = order(of(basket, 4900), basket).value(); });
    const auto placed = order(of(basket, 4900), basket);
    ASSERT_TRUE(placed);
    EXPECT_TRUE(placed->replayed);
    EXPECT_EQ(placed->order.id, other->order.id);
    EXPECT_EQ(world.on_shelf("teapot").stock.reserved, 1);
}

TEST_F(ACheckout, OfABasketThatChangesMeanwhileIsJudgedByItsRevision) {
    const NewBasket basket = testing::filled(world, 1);
    const auto add = [&] {
        const LineRequest request{product_id("kettle"), Quantity::of(1)};
        EXPECT_TRUE(set_line(world.shop, world.context, basket.basket.id, basket.token, request));
    };
    Checkout checkout = of(basket, 4900);
    checkout.basket_rev = Rev{2};
    world.meanwhile("transact", add);
    EXPECT_EQ(order(checkout, basket).error().refusal, Refusal::basket_changed);
}

TEST_F(ACheckout, WhoseAnswerWasLostFindsItsOrderByTheKey) {
    const NewBasket basket = testing::filled(world, 1);
    std::optional<PlacedOrder> happened;
    lose_the_answer([&] { happened = order(of(basket, 4900), basket).value(); });
    const auto placed = order(of(basket, 4900), basket);
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->order.id, happened->order.id);
}

TEST_F(ACheckout, WhoseOutcomeNobodyKnowsMayBeRepeated) {
    const NewBasket basket = testing::filled(world, 1);
    lose_the_answer([] {});
    EXPECT_EQ(order(of(basket, 4900), basket).error().refusal, Refusal::unavailable);
    EXPECT_TRUE(order(of(basket, 4900), basket));
}

TEST_F(ACheckout, InConflictIsNeverCalledSoldOut) {
    const NewBasket basket = testing::filled(world, 1);
    world.store.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "transact") return std::nullopt;
        store::Error error{store::Fault::conflict, "others", {}, {}};
        error.reasons.resize(4);
        error.reasons[3].kind = store::Reason::Kind::conflict;
        return error;
    });
    EXPECT_EQ(order(of(basket, 4900), basket).error().refusal, Refusal::unavailable);
}

TEST_F(ACheckout, SellsTwentyUnitsToTwentyOfFiveHundred) {
    world.shelve(product("teapot", 4900, 20));
    std::vector<NewBasket> baskets;
    for (int i = 0; i < 500; ++i) baskets.push_back(testing::filled(world, 1));
    // Each judges before the one before it has committed: as many racing as there are.
    int sold = 0;
    int refused = 0;
    std::size_t next = 0;
    const std::function<void()> race = [&] {
        if (next == baskets.size()) return;
        const NewBasket& basket = baskets[next++];
        if (next % 5 != 0) world.meanwhile("transact", race);
        const auto placed = order(of(basket, 4900), basket);
        placed ? ++sold : ++refused;
        if (!placed) {
            EXPECT_EQ(placed.error().refusal, Refusal::insufficient_stock);
        }
    };
    while (next < baskets.size()) race();
    EXPECT_EQ(sold, 20);
    EXPECT_EQ(refused, 480);
    EXPECT_EQ(world.on_shelf("teapot").stock, (Stock{20, 0, 20, 0}));
}

TEST_F(ACheckout, CancelledReturnsItsStockOnce) {
    const PlacedOrder placed = ordered(3);
    const auto cancelled = cancel_order(world.shop, world.context, placed.order.id, placed.token);
    ASSERT_TRUE(cancelled);
    EXPECT_EQ(cancelled->state, OrderState::cancelled);
    EXPECT_EQ(cancelled->history.size(), 2u);
    EXPECT_EQ(cancel_order(world.shop, world.context, placed.order.id, placed.token).value(), *cancelled);
    EXPECT_EQ(world.on_shelf("teapot").stock, Stock::initial(12));
    EXPECT_EQ(get_order(world.shop, world.context, placed.order.id, {placed.token, false}).value(), *cancelled);
}

TEST_F(ACheckout, CancelledTwiceAtOnceReturnsItsStockOnce) {
    const PlacedOrder placed = ordered(3);
    const auto cancel = [&] { return cancel_order(world.shop, world.context, placed.order.id, placed.token); };
    world.meanwhile("transact", [&] { EXPECT_TRUE(cancel()); });
    EXPECT_TRUE(cancel());
    EXPECT_EQ(world.on_shelf("teapot").stock, Stock::initial(12));
}

TEST_F(ACheckout, IsNoLongerDueOnceItIsCancelled) {
    const PlacedOrder placed = ordered(1);
    const auto due = [&] {
        const auto orders = world.store.items("orders");
        return std::ranges::count_if(orders, [](const auto& item) { return item.contains("dueShard"); });
    };
    EXPECT_EQ(due(), 1);
    ASSERT_TRUE(cancel_order(world.shop, world.context, placed.order.id, placed.token));
    EXPECT_EQ(due(), 0);
}

TEST_F(ACheckout, CannotBeCancelledWithAnothersToken) {
    const PlacedOrder mine = ordered(1);
    const PlacedOrder other = ordered(1);
    EXPECT_EQ(cancel_order(world.shop, world.context, mine.order.id, other.token).error().refusal, Refusal::not_found);
}

TEST_F(ACheckout, ThatIsPaidIsTooLateToCancel) {
    const PlacedOrder placed = ordered(1);
    ASSERT_TRUE(world.store.modify(
        world.context,
        {"orders", order_key(placed.order.id), {store::Set{"state", "paid"}, store::Increase{"rev", 1}}, {}}));
    const auto refused = cancel_order(world.shop, world.context, placed.order.id, placed.token);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, Refusal::order_not_cancellable);
    EXPECT_EQ(std::get<StateNow>(refused.error().facts).name, name_of(OrderState::paid));
}

TEST_F(ACheckout, ShowsTheOwnerEveryOrderOnceNewestFirst) {
    world.shelve(product("teapot", 4900, 1000));
    std::set<std::string> placed;
    for (int i = 0; i < 40; ++i) {
        if (i % 5 == 0) world.now += std::chrono::milliseconds{1};  // several of one instant
        placed.insert(ordered(1).order.id.text());
    }
    std::vector<Order> seen;
    std::optional<OrderPageEnd> after;
    do {
        const auto page = list_orders(world.shop, world.context, OrderState::awaiting_payment, 3, after);
        ASSERT_TRUE(page);
        EXPECT_LE(page->orders.size(), 3u);
        for (const auto& one : page->orders) seen.push_back(one);
        after = page->next;
    } while (after);
    EXPECT_EQ(seen.size(), 40u);
    EXPECT_TRUE(std::ranges::is_sorted(seen, std::ranges::greater{}, &Order::placed_at));
    for (const auto& one : seen) EXPECT_EQ(placed.erase(one.id.text()), 1u);
    EXPECT_TRUE(list_orders(world.shop, world.context, OrderState::paid, 3, {})->orders.empty());
}

}  // namespace
}  // namespace shop
