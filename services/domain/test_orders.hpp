// An order for the tests of the domain.
#pragma once

#include "services/domain/order.hpp"
#include "services/domain/test_products.hpp"

namespace shop::domain::testing {

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

}  // namespace shop::domain::testing
