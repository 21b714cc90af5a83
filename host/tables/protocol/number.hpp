// DynamoDB's numbers: decimal, up to 38 significant digits, magnitude 1E-130 to 9.99...E+125.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/tables/protocol/failure.hpp"

namespace vitrine::host::tables {

class Number {
public:
    Number() = default;  // zero
    explicit Number(std::int64_t whole);

    // Digits with an optional sign, point and exponent.
    [[nodiscard]] static Result<Number> parse(std::string_view text);

    // The one text of this number: no exponent, no zeros that say nothing.
    [[nodiscard]] std::string text() const;
    // Bytes that compare (as unsigned) the way the numbers do; equal numbers, equal bytes.
    [[nodiscard]] std::string ordered() const;
    // What it counts for in an item's size, in bytes.
    [[nodiscard]] std::size_t size() const;

    // Exact, or a failure where the result has too many digits or is too large.
    [[nodiscard]] Result<Number> plus(const Number& other) const;
    [[nodiscard]] Result<Number> minus(const Number& other) const;

    // By value.
    [[nodiscard]] std::strong_ordering operator<=>(const Number& other) const;
    bool operator==(const Number& other) const = default;

private:
    // `digits` may have zeros at either end; the value is 0.DIGITS x 10^exponent.
    [[nodiscard]] static Result<Number> make(bool negative, std::string digits, int exponent);
    [[nodiscard]] Number negated() const;

    bool negative_ = false;
    int exponent_ = 0;
    std::string digits_;  // no zero at either end; empty for zero
};

}  // namespace vitrine::host::tables
