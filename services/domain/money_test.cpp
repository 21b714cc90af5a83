#include "services/domain/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace shop::domain {
namespace {

__extension__ using Wide = __int128;

RC_GTEST_PROP(Money, SumsOfWhatAShopSellsAreThoseOfIntegers, ()) {
    const auto a = *rc::gen::inRange<std::int64_t>(0, highest_total.minor());
    const auto b = *rc::gen::inRange<std::int64_t>(0, highest_total.minor());
    RC_ASSERT((add(Money{a}, Money{b}) == Money{a + b}));
}

RC_GTEST_PROP(Money, AProductIsTheSameAsAddingItUp, ()) {
    const Money price{*rc::gen::inRange<std::int64_t>(1, highest_price.minor() + 1)};
    const auto count = *rc::gen::inRange<std::int64_t>(0, 100);
    Money sum;
    for (std::int64_t i = 0; i < count; ++i) sum = *add(sum, price);
    RC_ASSERT((times(price, count) == sum));
}

RC_GTEST_PROP(Money, NothingEverWrapsAround, (std::int64_t a, std::int64_t b)) {
    const auto sum = add(Money{a}, Money{b});
    const Wide exact = static_cast<Wide>(a) + b;
    const bool fits =
        exact >= std::numeric_limits<std::int64_t>::min() && exact <= std::numeric_limits<std::int64_t>::max();
    RC_ASSERT(sum.has_value() == fits);
    if (fits) RC_ASSERT(sum->minor() == exact);
}

TEST(Money, AProductThatOverflowsIsToldNotWrapped) {
    EXPECT_EQ(times(Money{std::numeric_limits<std::int64_t>::max()}, 2), std::unexpected(Overflow{}));
}

TEST(Money, IsWrittenWithTwoDecimals) {
    const Currency euro = *Currency::parse("EUR");
    EXPECT_EQ(in_words(Money{4900}, euro), "49.00 EUR");
    EXPECT_EQ(in_words(Money{5}, euro), "0.05 EUR");
    EXPECT_EQ(in_words(Money{-1250}, euro), "-12.50 EUR");
}

TEST(Currency, IsThreeCapitalLetters) {
    for (const char* wrong : {"", "eur", "EU", "EURO", "E1R"}) EXPECT_FALSE(Currency::parse(wrong)) << wrong;
    EXPECT_EQ(Currency::parse("EUR")->code(), "EUR");
}

}  // namespace
}  // namespace shop::domain
