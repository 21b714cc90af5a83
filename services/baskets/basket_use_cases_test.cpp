#include <gtest/gtest.h>

#include <utility>

#include "services/baskets/create_basket.hpp"
#include "services/baskets/get_basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/testing/test_world.hpp"

namespace shop {
namespace {

using testing::product;
using testing::product_id;

class AShopper : public ::testing::Test {
protected:
    AShopper() {
        world.shelve(product("teapot", 4900, 12));
        world.shelve(product("kettle", 2500, 1));
    }
    Outcome<BasketView> put(const std::string& id, std::int64_t units) {
        return set_line(world.shop, world.context, basket.basket.id, basket.token,
                        {product_id(id), Quantity::of(units)});
    }
    Outcome<BasketView> look(const Secret& token) {
        return get_basket(world.shop, world.context, basket.basket.id, token);
    }
    void archive(const std::string& id) {
        auto archived = world.on_shelf(id);
        archived.status = ProductStatus::archived;
        world.shelve(archived);
    }

    testing::World world;
    NewBasket basket = create_basket(world.shop, world.context).value();
};

TEST_F(AShopper, OpensABasketWithItsTokenAlone) {
    EXPECT_TRUE(look(basket.token));
    EXPECT_EQ(look(Secret("another")).error().refusal, Refusal::not_found);
    EXPECT_EQ(look(Secret()).error().refusal, Refusal::not_found);
}

TEST_F(AShopper, LeavesNoTokenInTheStore) {
    const auto item = world.store.items("baskets").at(0);
    for (const auto& [name, value] : item) EXPECT_NE(value, store::Value(basket.token.reveal())) << name;
}

TEST_F(AShopper, SetsQuantitiesAndSeesWhatTheyComeTo) {
    ASSERT_TRUE(put("teapot", 1));
    const auto view = put("teapot", 2);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->priced.total, Money{9800});
    EXPECT_EQ(view->basket.rev.number, 3);
    EXPECT_EQ(look(basket.token)->basket, view->basket);
}

TEST_F(AShopper, MayWantMoreThanThereIsAndIsToldSo) {
    const auto view = put("kettle", 5);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->priced.lines[0].notices, (std::vector<Notice>{InsufficientStock{1}}));
}

TEST_F(AShopper, CannotAddWhatTheShopDoesNotShow) {
    EXPECT_EQ(put("unknown", 1).error().refusal, Refusal::not_found);
    archive("kettle");
    EXPECT_EQ(put("kettle", 1).error().refusal, Refusal::not_found);
}

TEST_F(AShopper, MayAlwaysRemoveALine) {
    ASSERT_TRUE(put("kettle", 1));
    archive("kettle");
    EXPECT_TRUE(put("kettle", 0)->priced.lines.empty());
    EXPECT_TRUE(put("unknown", 0)->priced.lines.empty());
}

TEST_F(AShopper, IsToldOfANewPriceUntilItIsAccepted) {
    ASSERT_TRUE(put("teapot", 1));
    auto dearer = world.on_shelf("teapot");
    dearer.price = Money{5100};
    world.shelve(dearer);
    EXPECT_EQ(look(basket.token)->priced.lines[0].notices.size(), 1u);
    EXPECT_TRUE(put("teapot", 1)->priced.lines[0].notices.empty());
}

TEST_F(AShopper, FindsNoBasketAfterThirtyDays) {
    world.now += std::chrono::days{30};
    EXPECT_EQ(look(basket.token).error().refusal, Refusal::not_found);
}

TEST_F(AShopper, LosesNothingToAnotherTab) {
    bool other_tab_writes = true;
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb == "modify" && std::exchange(other_tab_writes, false)) {
            EXPECT_TRUE(put("kettle", 1));
        }
        return std::nullopt;
    });
    const auto view = put("teapot", 1);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->basket.lines.size(), 2u);
}

}  // namespace
}  // namespace shop
