#include "services/shop/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "services/shop/test_cases.hpp"

namespace shop {
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

TEST(Money, IsWrittenWithTheDecimalsOfIso4217) {
    for (const auto& entry : testing::cases("money")) {
        const auto currency = Currency::parse(testing::text_of(entry, "currency"));
        ASSERT_TRUE(currency) << entry;
        EXPECT_EQ(in_words(Money{entry.at("amount").as_int64()}, *currency), testing::text_of(entry, "words"));
    }
}

TEST(Money, BelowNothingHasItsSignBeforeTheDigits) {
    EXPECT_EQ(in_words(Money{-1250}, *Currency::parse("EUR")), "-12.50 EUR");
    EXPECT_EQ(in_words(Money{-5}, *Currency::parse("KWD")), "-0.005 KWD");
    EXPECT_EQ(in_words(Money{-5}, *Currency::parse("JPY")), "-5 JPY");
}

TEST(Currency, IsOneOfIso4217ThatHasAMinorUnit) {
    for (const char* wrong : {"", "eur", "EU", "EURO", "E1R", "ZZZ", "DEM"})
        EXPECT_FALSE(Currency::parse(wrong)) << wrong;
    for (const char* without : {"XAU", "XTS", "XXX", "XDR"}) EXPECT_FALSE(Currency::parse(without)) << without;
    EXPECT_EQ(Currency::parse("EUR")->code(), "EUR");
}

}  // namespace
}  // namespace shop
