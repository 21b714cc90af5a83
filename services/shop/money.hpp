// Money as whole minor units (cents, or yen) of the shop's one currency. Sums are checked: nothing wraps around.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace shop {

class Money {
public:
    constexpr Money() = default;
    constexpr explicit Money(std::int64_t minor) : minor_(minor) {}
    [[nodiscard]] constexpr std::int64_t minor() const { return minor_; }
    constexpr auto operator<=>(const Money&) const = default;

private:
    std::int64_t minor_ = 0;
};

struct Overflow {
    constexpr bool operator==(const Overflow&) const = default;
};

// Overflow where the result does not fit into 64 bits.
[[nodiscard]] std::expected<Money, Overflow> add(Money a, Money b);
[[nodiscard]] std::expected<Money, Overflow> times(Money price, std::int64_t count);

constexpr Money lowest_price{1};
constexpr Money highest_price{100'000'000};
// What a full basket of the dearest product costs: 50 lines of 99.
constexpr Money highest_total{495'000'000'000};

// A currency of ISO 4217 and its minor unit, as the standard's list has them (tools/generate/currencies.ts).
class Currency {
public:
    // `code`: three capital letters. nullopt where the list does not have it, and where it has no minor unit (gold, the
    // code for tests).
    [[nodiscard]] static std::optional<Currency> parse(std::string_view code);
    // ISO 4217's XXX: for programs that write no money.
    [[nodiscard]] static Currency none() { return {"XXX", 0}; }
    [[nodiscard]] const std::string& code() const { return code_; }
    // Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD.
    [[nodiscard]] int decimals() const { return decimals_; }
    bool operator==(const Currency&) const = default;

private:
    Currency(std::string_view code, int decimals) : code_(code), decimals_(decimals) {}
    std::string code_;
    int decimals_;
};

// For people: "49.00 EUR", "4900 JPY", "4.900 KWD".
[[nodiscard]] std::string in_words(Money money, const Currency& currency);

}  // namespace shop
