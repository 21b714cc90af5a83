// How long orders are kept, as the owner sets it: read by the functions that end orders.
#pragma once

#include "services/functions/settings.hpp"
#include "services/shop/order_terms.hpp"

namespace shop::functions {

// RETENTION_UNPAID_DAYS and RETENTION_PAID_DAYS, each 1 to 36,500.
[[nodiscard]] inline Retention retention(Settings& settings) {
    constexpr std::int64_t longest = 36'500;
    return {.unpaid = std::chrono::days{settings.number("RETENTION_UNPAID_DAYS", 1, longest)},
            .paid = std::chrono::days{settings.number("RETENTION_PAID_DAYS", 1, longest)}};
}

}  // namespace shop::functions
