// What a shop's owner decides about orders.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shop {

// What one network address may hold that it has not paid for (orders/unpaid.hpp).
struct UnpaidLimits {
    std::int64_t share = 20;  // percent of a product's stock; one unit is always allowed
    std::size_t orders = 10;  // unpaid ones: awaiting payment, or ended less than one hold time ago
};

// How long an order is kept once it awaits payment no longer. What was paid for is kept for the books.
struct Retention {
    std::chrono::days unpaid{30};
    std::chrono::days paid{3'650};
};

}  // namespace shop
