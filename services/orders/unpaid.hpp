// What one address holds without having paid for it, and how much more it may hold: stock is free to take until it is
// paid for, so nobody may take more than a share of it, nor for long.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "services/orders/order.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/order_terms.hpp"

namespace shop {

struct UnpaidLine {
    ProductId product;
    std::int64_t units = 0;
    Instant since;  // when the row of unpaid holds of this product began, of which this is the latest
    bool operator==(const UnpaidLine&) const = default;
};

struct UnpaidOrder {
    OrderId id;
    std::optional<Instant> ended;  // expired or cancelled then, and its units are back; none: it awaits payment
    std::vector<UnpaidLine> lines;
    bool operator==(const UnpaidOrder&) const = default;
};
using UnpaidOrders = std::vector<UnpaidOrder>;

// As the order is now: nullopt where it counts no longer, since it is paid for.
[[nodiscard]] std::optional<UnpaidOrder> still_unpaid(UnpaidOrder known, const Order& now);
// Without those that ended at least one hold time ago.
[[nodiscard]] UnpaidOrders without_rested(UnpaidOrders orders, std::chrono::seconds hold, Instant now);

struct WantedUnits {
    ProductId product;
    std::int64_t units = 0;
    std::int64_t stock = 0;  // available and held
};

// May be held until `until`, which is sooner than a whole hold time where the row of holds would be longer than two.
struct HoldGranted {
    Instant until;
    std::vector<UnpaidLine> lines;
};
struct HoldRefused {
    struct Line {
        ProductId product;
        std::int64_t wanted = 0;
        std::int64_t allowed = 0;  // units that may be held now
    };
    std::vector<Line> lines;              // none: there are too many unpaid orders
    std::optional<Instant> paused_until;  // where a product was held for two hold times in a row: free again then
};

// Whether one more order of `wanted` may be placed. An address holds at most `share` of a product's stock unpaid, and
// no product for more than two hold times in a row; a row has ended once nothing of the product was held for one hold
// time.
[[nodiscard]] std::variant<HoldGranted, HoldRefused> judge_unpaid(const UnpaidOrders& orders,
                                                                  const std::vector<WantedUnits>& wanted,
                                                                  const UnpaidLimits& limits, std::chrono::seconds hold,
                                                                  Instant now);

}  // namespace shop
