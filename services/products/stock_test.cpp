#include "services/products/stock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shop {
namespace {

rc::Gen<StockMove> any_move() {
    const auto units = rc::gen::inRange<std::int64_t>(0, 50);
    return rc::gen::oneOf(rc::gen::map(units, reserve), rc::gen::map(units, release), rc::gen::map(units, sell),
                          rc::gen::map(units, take_back),
                          rc::gen::map(rc::gen::inRange<std::int64_t>(-50, 50), adjust));
}

RC_GTEST_PROP(Stock, ReceivedIsAlwaysAvailablePlusReservedPlusSold, ()) {
    Stock stock = Stock::initial(*rc::gen::inRange<std::int64_t>(0, 100));
    for (const auto& move : *rc::gen::container<std::vector<StockMove>>(any_move())) {
        RC_ASSERT(move.keeps_sum());
        stock = apply(stock, move).value_or(stock);
        RC_ASSERT(stock.balanced());
    }
}

RC_GTEST_PROP(Stock, ReleasingWhatWasReservedLeavesItAsItWas, ()) {
    const Stock stock = Stock::initial(*rc::gen::inRange<std::int64_t>(1, 1000));
    const auto units = *rc::gen::inRange<std::int64_t>(1, stock.available + 1);
    RC_ASSERT((apply(*apply(stock, reserve(units)), release(units)) == stock));
}

TEST(Stock, NoUnitIsReservedThatIsNotThere) {
    EXPECT_EQ(apply(Stock::initial(2), reserve(3)), std::unexpected(StockFault::insufficient));
    EXPECT_EQ(apply(Stock::initial(2), reserve(2)), (Stock{2, 0, 2, 0}));
}

TEST(Stock, ASaleTakenBackIsAvailableAgain) {
    const Stock sold = *apply(*apply(Stock::initial(5), reserve(2)), sell(2));
    EXPECT_EQ(sold, (Stock{5, 3, 0, 2}));
    EXPECT_EQ(apply(sold, take_back(2)), Stock::initial(5));
}

TEST(Stock, NoMoreIsReceivedThanAShelfHolds) {
    EXPECT_EQ(apply(Stock::initial(max_units), adjust(1)), std::unexpected(StockFault::too_many));
}

}  // namespace
}  // namespace shop
