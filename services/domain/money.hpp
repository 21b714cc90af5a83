// Money as whole minor units (cents) of the shop's one currency. Sums are checked: nothing wraps around.
#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace shop::domain {

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

[[nodiscard]] std::expected<Money, Overflow> add(Money a, Money b);
[[nodiscard]] std::expected<Money, Overflow> times(Money price, std::int64_t count);

constexpr Money lowest_price{1};
constexpr Money highest_price{100'000'000};
// What a full basket of the dearest product costs: 50 lines of 99.
constexpr Money highest_total{495'000'000'000};

// ISO 4217, three capital letters.
class Currency {
public:
    [[nodiscard]] static std::optional<Currency> parse(std::string_view code);
    [[nodiscard]] const std::string& code() const { return code_; }
    bool operator==(const Currency&) const = default;

private:
    explicit Currency(std::string_view code) : code_(code) {}
    std::string code_;
};

// For people: "49.00 EUR".
[[nodiscard]] std::string in_words(Money money, const Currency& currency);

}  // namespace shop::domain
