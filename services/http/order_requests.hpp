// What is asked of an order that was placed, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/orders_api.hpp"
#include "services/http/problem.hpp"
#include "services/orders/pay_order.hpp"

namespace shop {

[[nodiscard]] std::expected<PaymentWish, Failure> read_payment(const json::value& body, Simulator simulator);
// A state that the owner may name; whether the order goes there is for the order to say.
[[nodiscard]] std::expected<OrderState, Failure> read_order_move(const json::value& body);

}  // namespace shop
