// An order and a customer for tests.
#pragma once

#include "services/orders/order.hpp"
#include "services/products/test_products.hpp"

namespace shop::testing {

[[nodiscard]] inline Order new_order() {
    return {.id = *OrderId::parse("o1"),
            .number = "V-7K3M-92QDXR",
            .rev = {},
            .state = OrderState::awaiting_payment,
            .lines = {},
            .total = Money{4900},
            .customer = {},
            .placed_at = noon(),
            .hold_until = noon() + std::chrono::minutes{10},
            .payment = {},
            .history = {{noon(), std::nullopt, OrderState::awaiting_payment, Actor::customer, std::nullopt}}};
}

[[nodiscard]] inline Customer ada() {
    return {.name = "Ada Example",
            .email = "ada@example.com",
            .address = {.line1 = "1 Analytical Row", .city = "London", .postcode = "N1 9GU", .country = "GB"}};
}

}  // namespace shop::testing
