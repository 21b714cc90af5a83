#include "services/baskets/basket.hpp"

#include <gtest/gtest.h>

#include "services/products/test_products.hpp"

namespace shop {
namespace {

using testing::noon;

ProductId id(const std::string& text) {
    return *ProductId::parse(text);
}
Quantity quantity(std::int64_t units) {
    return *Quantity::of(units);
}

class ABasket : public ::testing::Test {
protected:
    Basket basket = new_basket(*BasketId::parse("b1"), noon());

    void put(const std::string& product, std::int64_t units, std::int64_t price = 4900) {
        ASSERT_TRUE(set_line(basket, id(product), quantity(units), Money{price}, noon()));
    }
};

TEST_F(ABasket, LivesThirtyDaysFromItsLastChange) {
    EXPECT_FALSE(basket.expired(noon() + std::chrono::days{30} - std::chrono::milliseconds{1}));
    EXPECT_TRUE(basket.expired(noon() + std::chrono::days{30}));
    ASSERT_TRUE(set_line(basket, id("teapot"), quantity(1), Money{1}, noon() + std::chrono::days{3}));
    EXPECT_FALSE(basket.expired(noon() + std::chrono::days{32}));
}

TEST_F(ABasket, KeepsItsLinesInTheOrderTheyWereAdded) {
    put("teapot", 1);
    put("kettle", 1);
    put("teapot", 5);
    ASSERT_EQ(basket.lines.size(), 2u);
    EXPECT_EQ(basket.lines[0].product, id("teapot"));
    EXPECT_EQ(basket.lines[0].quantity, quantity(5));
    EXPECT_EQ(basket.rev.number, 4);
}

TEST_F(ABasket, ThatIsSetAsItIsDoesNotChange) {
    put("teapot", 2);
    const Basket before = basket;
    EXPECT_EQ(set_line(basket, id("teapot"), quantity(2), Money{4900}, noon() + std::chrono::hours{1}), Changed::no);
    EXPECT_EQ(remove_line(basket, id("kettle"), noon() + std::chrono::hours{1}), Changed::no);
    EXPECT_EQ(basket, before);
}

TEST_F(ABasket, AcceptsAnotherPriceOfTheSameLine) {
    put("teapot", 2, 4900);
    EXPECT_EQ(set_line(basket, id("teapot"), quantity(2), Money{5100}, noon()), Changed::yes);
    EXPECT_EQ(basket.lines[0].seen_price, Money{5100});
}

TEST_F(ABasket, HoldsFiftyLinesAndNoMore) {
    for (int i = 0; i < 50; ++i) put("p" + std::to_string(i), 1);
    EXPECT_EQ(set_line(basket, id("another"), quantity(1), Money{1}, noon()), std::unexpected(BasketFault::full));
    EXPECT_TRUE(set_line(basket, id("p7"), quantity(99), Money{1}, noon())) << "a line that is there may change";
}

TEST_F(ABasket, ThatIsClosedStaysAsItIs) {
    put("teapot", 1);
    basket.state = BasketState::closed;
    EXPECT_EQ(set_line(basket, id("teapot"), quantity(2), Money{1}, noon()), std::unexpected(BasketFault::closed));
    EXPECT_EQ(remove_line(basket, id("teapot"), noon()), std::unexpected(BasketFault::closed));
}

TEST_F(ABasket, IsPricedAtWhatTheProductsCostNow) {
    put("teapot", 2, 4900);
    put("kettle", 3, 1000);
    const auto priced = price(basket, {testing::product("teapot", 5000), testing::product("kettle", 1000)});
    ASSERT_TRUE(priced);
    EXPECT_EQ(priced->count, 5);
    EXPECT_EQ(priced->total, Money{13000});
    EXPECT_EQ(priced->lines[0].notices, (std::vector<Notice>{PriceChanged{Money{4900}, Money{5000}}}));
    EXPECT_TRUE(priced->lines[1].notices.empty());
}

TEST_F(ABasket, SaysWhereThereIsNotEnough) {
    put("teapot", 13);
    const auto priced = price(basket, {testing::product("teapot", 4900, 12)});
    EXPECT_EQ(priced->lines[0].notices, (std::vector<Notice>{InsufficientStock{12}}));
}

TEST_F(ABasket, SaysOfAnArchivedProductThatItIsUnavailableAndNothingElse) {
    put("teapot", 13, 1);
    Product archived = testing::product("teapot", 4900, 12);
    archived.status = ProductStatus::archived;
    EXPECT_EQ(price(basket, {archived})->lines[0].notices, (std::vector<Notice>{Unavailable{}}));
}

TEST(Quantity, IsOneToNinetyNine) {
    EXPECT_FALSE(Quantity::of(0));
    EXPECT_TRUE(Quantity::of(1));
    EXPECT_TRUE(Quantity::of(99));
    EXPECT_FALSE(Quantity::of(100));
}

}  // namespace
}  // namespace shop
