// What a stranger is refused must not tell them whether there is such a thing at all: the same refusal, after the same
// calls of the store. Calls stand for time here, since each of them costs more than everything else together.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/baskets/get_basket.hpp"
#include "services/orders/cancel_order.hpp"
#include "services/orders/pay_order.hpp"
#include "services/orders/test_checkout.hpp"

namespace shop {
namespace {

// What a request was told, and the verbs of the store that it took.
struct Told {
    Refusal refusal{};
    std::string detail;
    std::vector<std::string> calls;
    bool operator==(const Told&) const = default;
};

class AStranger : public testing::AShopWithOrders {
protected:
    template <typename Request>
    Told told(Request request) {
        Told told;
        world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
            told.calls.emplace_back(verb);
            return std::nullopt;
        });
        const auto outcome = request();
        world.store.intercept({});
        EXPECT_FALSE(outcome) << "a stranger got in";
        if (!outcome) {
            told.refusal = outcome.error().refusal;
            told.detail = outcome.error().detail;
        }
        return told;
    }

    const Secret guess{std::string("guessed-guessed-guessed-guessed-guessed-guess")};
    const PlacedOrder placed = ordered(1);
    const OrderId no_order = *OrderId::parse("aaaaaaaaaaaaaaaaaaaa");
    const NewBasket filled = testing::filled(world, 1);
    const BasketId no_basket = *BasketId::parse("aaaaaaaaaaaaaaaaaaaa");
};

TEST_F(AStranger, LearnsFromAnOrderNeitherByWordsNorByTimeWhetherThereIsOne) {
    const auto look = [&](const OrderId& id) {
        return told([&] { return get_order(world.shop, world.context, id, {guess, false}); });
    };
    const auto cancel = [&](const OrderId& id) {
        return told([&] { return cancel_order(world.shop, world.context, id, guess); });
    };
    const auto pay = [&](const OrderId& id) {
        return told([&] { return pay_order(world.shop, payments, world.context, id, guess, {}); });
    };
    const Told one_look{Refusal::not_found, {}, {"get"}};
    for (const auto& id : {placed.order.id, no_order}) {
        EXPECT_EQ(look(id), one_look) << id.text();
        EXPECT_EQ(cancel(id), one_look) << id.text();
        EXPECT_EQ(pay(id), one_look) << id.text();
    }
    EXPECT_TRUE(get_order(world.shop, world.context, placed.order.id, {placed.token, false}));
}

TEST_F(AStranger, LearnsFromABasketNeitherByWordsNorByTimeWhetherThereIsOne) {
    const auto look = [&](const BasketId& id) {
        return told([&] { return get_basket(world.shop, world.context, id, guess); });
    };
    const auto set = [&](const BasketId& id) {
        const LineRequest request{testing::product_id("teapot"), Quantity::of(2)};
        return told([&] { return set_line(world.shop, world.context, id, guess, request); });
    };
    const auto place = [&](const BasketId& id) {
        const Checkout checkout{"key-2", id, std::nullopt, testing::ada(), Money{4900}};
        return told([&] { return place_order(world.shop, world.context, checkout, guess); });
    };
    const Told one_look{Refusal::not_found, {}, {"get"}};
    for (const auto& id : {filled.basket.id, no_basket}) {
        EXPECT_EQ(look(id), one_look) << id.text();
        EXPECT_EQ(set(id), one_look) << id.text();
        EXPECT_EQ(place(id), one_look) << id.text();
    }
    EXPECT_TRUE(get_basket(world.shop, world.context, filled.basket.id, filled.token));
}

}  // namespace
}  // namespace shop
