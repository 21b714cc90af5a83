// A product's stock. At all times received = available + reserved + sold, and none is negative.
// Every way in which stock may move is a StockMove; the store's updates are made of the same values as `apply`.
#pragma once

#include <cstdint>
#include <expected>

namespace shop {

constexpr std::int64_t max_units = 1'000'000;  // available at once

struct Stock {
    std::int64_t received = 0;
    std::int64_t available = 0;
    std::int64_t reserved = 0;
    std::int64_t sold = 0;

    [[nodiscard]] static constexpr Stock initial(std::int64_t units) { return {units, units, 0, 0}; }
    [[nodiscard]] constexpr bool balanced() const {
        return available >= 0 && reserved >= 0 && sold >= 0 && received == available + reserved + sold;
    }
    constexpr bool operator==(const Stock&) const = default;
};

// By how much each count moves; received = available + reserved + sold holds of the moves, too.
struct StockMove {
    std::int64_t received = 0;
    std::int64_t available = 0;
    std::int64_t reserved = 0;
    std::int64_t sold = 0;

    [[nodiscard]] constexpr bool keeps_sum() const { return received == available + reserved + sold; }
    constexpr bool operator==(const StockMove&) const = default;
};

// A hold is placed, given back, or becomes a sale; a sale is taken back; the owner receives or writes off units.
// `units` is positive, but for `adjust`: what is written off is negative.
[[nodiscard]] constexpr StockMove reserve(std::int64_t units) {
    return {0, -units, units, 0};
}
[[nodiscard]] constexpr StockMove release(std::int64_t units) {
    return {0, units, -units, 0};
}
[[nodiscard]] constexpr StockMove sell(std::int64_t units) {
    return {0, 0, -units, units};
}
[[nodiscard]] constexpr StockMove take_back(std::int64_t units) {
    return {0, units, 0, -units};
}
[[nodiscard]] constexpr StockMove adjust(std::int64_t units) {
    return {units, units, 0, 0};
}

enum class StockFault { insufficient, too_many };

// The stock after the move. insufficient: a count would fall below zero. too_many: more available than max_units.
[[nodiscard]] std::expected<Stock, StockFault> apply(const Stock& stock, const StockMove& move);

}  // namespace shop
