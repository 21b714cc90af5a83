#include "host/tables/protocol/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vitrine::host::tables {
namespace {

std::string canonical(std::string_view text) {
    const auto number = Number::parse(text);
    return number ? number->text() : number.error().message;
}

std::string sum(std::string_view a, std::string_view b) {
    const auto result = Number::parse(a)->plus(*Number::parse(b));
    return result ? result->text() : result.error().message;
}

TEST(Number, HasOneCanonicalText) {
    EXPECT_EQ(canonical("0"), "0");
    EXPECT_EQ(canonical("-0.00"), "0");
    EXPECT_EQ(canonical("0012.500"), "12.5");
    EXPECT_EQ(canonical("1e3"), "1000");
    EXPECT_EQ(canonical("+1.5E-3"), "0.0015");
    EXPECT_EQ(canonical("-.5"), "-0.5");
    EXPECT_EQ(canonical("5."), "5");
    EXPECT_EQ(canonical("12345678901234567890123456789012345678"), "12345678901234567890123456789012345678");
}

TEST(Number, RefusesInvalidText) {
    EXPECT_EQ(canonical(""), "The parameter cannot be converted to a numeric value");
    for (const std::string_view text : {"abc", "1e", "--1", "1 ", " 1", ".", "0x10", "1e+", "NaN", "1,5"})
        EXPECT_EQ(canonical(text), "The parameter cannot be converted to a numeric value: " + std::string(text));
}

TEST(Number, Keeps38DigitsAndDynamoDbsRange) {
    EXPECT_EQ(canonical("123456789012345678901234567890123456789"),
              "Attempting to store more than 38 significant digits in a Number");
    EXPECT_EQ(canonical("1e126"),
              "Number overflow. Attempting to store a number with magnitude larger than supported range");
    EXPECT_EQ(canonical("1e-131"),
              "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    EXPECT_EQ(canonical("1e-999999999999"),
              "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    EXPECT_EQ(canonical("9.9999999999999999999999999999999999999e125").size(), 126U);
    EXPECT_EQ(canonical("1e-130").size(), 132U);
    EXPECT_EQ(canonical("100000000000000000000000000000000000000000000000000"),
              "100000000000000000000000000000000000000000000000000");
}

TEST(Number, AddsExactly) {
    EXPECT_EQ(sum("0.1", "0.2"), "0.3");
    EXPECT_EQ(sum("99999999999999999999999999999999999999", "1"), "100000000000000000000000000000000000000");
    EXPECT_EQ(sum("5", "-5"), "0");
    EXPECT_EQ(sum("-7.25", "2"), "-5.25");
    EXPECT_EQ(sum("1e38", "1"), "Attempting to store more than 38 significant digits in a Number");
    EXPECT_EQ(sum("9e125", "9e125"),
              "Number overflow. Attempting to store a number with magnitude larger than supported range");
}

RC_GTEST_PROP(NumberProperty, ArithmeticMatchesIntegers, (std::int32_t a, std::int32_t b)) {
    const std::int64_t x = a;
    const std::int64_t y = b;
    RC_ASSERT(*Number(x).plus(Number(y)) == Number(x + y));
    RC_ASSERT(*Number(x).minus(Number(y)) == Number(x - y));
    RC_ASSERT(Number(x).text() == std::to_string(x));
}

// A number of any size, as digits and an exponent.
rc::Gen<Number> any_number() {
    return rc::gen::map(
        rc::gen::tuple(rc::gen::arbitrary<std::int64_t>(), rc::gen::inRange(-110, 100)),
        [](const std::tuple<std::int64_t, int>& parts) {
            return *Number::parse(std::to_string(std::get<0>(parts)) + "e" + std::to_string(std::get<1>(parts)));
        });
}

RC_GTEST_PROP(NumberProperty, OrderedBytesCompareAsNumbers, ()) {
    const Number a = *any_number();
    const Number b = *any_number();
    const auto by_bytes = [](const std::string& x, const std::string& y) {
        return std::lexicographical_compare_three_way(x.begin(), x.end(), y.begin(), y.end(), [](char c, char d) {
            return static_cast<unsigned char>(c) <=> static_cast<unsigned char>(d);
        });
    };
    RC_ASSERT((a <=> b) == by_bytes(a.ordered(), b.ordered()));
    RC_ASSERT((a == b) == (a.text() == b.text()));
}

RC_GTEST_PROP(NumberProperty, TextSurvivesARoundTrip, ()) {
    const Number number = *any_number();
    RC_ASSERT(*Number::parse(number.text()) == number);
}

RC_GTEST_PROP(NumberProperty, OrderMatchesTheSignOfTheDifference,
              (std::int64_t a, std::int64_t b, std::uint8_t scale)) {
    const std::string exponent = "e-" + std::to_string(scale % 60);
    const auto x = Number::parse(std::to_string(a) + exponent);
    const auto y = Number::parse(std::to_string(b) + exponent);
    RC_ASSERT((*x <=> *y) == (a <=> b));
}

}  // namespace
}  // namespace vitrine::host::tables
