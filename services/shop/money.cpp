#include "services/shop/money.hpp"

#include <algorithm>
#include <array>

namespace shop {
namespace {

struct MinorUnit {
    std::string_view code;
    int decimals;
};

constexpr auto minor_units = std::to_array<MinorUnit>({
#include "currencies.inc"
});

}  // namespace

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
    const auto* known = std::ranges::find(minor_units, code, &MinorUnit::code);
    if (known == minor_units.end()) return std::nullopt;
    return Currency(known->code, known->decimals);
}

std::string in_words(Money money, const Currency& currency) {
    const std::int64_t minor = money.minor();
    const auto decimals = static_cast<std::size_t>(currency.decimals());
    std::string digits =
        std::to_string(minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor));
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
    return (minor < 0 ? "-" : "") + digits + ' ' + currency.code();
}

}  // namespace shop
