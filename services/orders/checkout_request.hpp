// POST /orders, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/orders/place_order.hpp"

namespace shop {

// 400 for the Idempotency-Key, then 422 with every wrong field.
[[nodiscard]] std::expected<Checkout, Failure> read_checkout(const Request& request, const json::value& body,
                                                             const Currency& currency);

}  // namespace shop
