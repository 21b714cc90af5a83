#include "services/domain/money.hpp"

#include <algorithm>

namespace shop::domain {

std::expected<Money, Overflow> add(Money a, Money b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.minor(), b.minor(), &sum)) return std::unexpected(Overflow{});
    return Money{sum};
}

std::expected<Money, Overflow> times(Money price, std::int64_t count) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(price.minor(), count, &product)) return std::unexpected(Overflow{});
    return Money{product};
}

std::optional<Currency> Currency::parse(std::string_view code) {
    const bool valid = code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
    return valid ? std::optional(Currency(code)) : std::nullopt;
}

std::string in_words(Money money, const Currency& currency) {
    const std::int64_t minor = money.minor();
    std::string digits =
        std::to_string(minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor));
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    digits.insert(digits.size() - 2, 1, '.');
    return (minor < 0 ? "-" : "") + digits + ' ' + currency.code();
}

}  // namespace shop::domain
