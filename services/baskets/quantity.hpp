// How many units of one product a line holds: 1 to 99.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace shop {

class Quantity {
public:
    static constexpr std::int64_t most = 99;

    [[nodiscard]] static constexpr std::optional<Quantity> of(std::int64_t units) {
        return units >= 1 && units <= most ? std::optional(Quantity(units)) : std::nullopt;
    }
    [[nodiscard]] constexpr std::int64_t units() const { return units_; }
    constexpr auto operator<=>(const Quantity&) const = default;

private:
    constexpr explicit Quantity(std::int64_t units) : units_(units) {}
    std::int64_t units_;
};

}  // namespace shop
