// POST /orders, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/http/problem.hpp"
#include "services/http/request.hpp"
#include "services/orders/place_order.hpp"

namespace shop {

// 400 where the header Idempotency-Key is missing or is not 1 to 128 visible ASCII characters; then invalid_content
// (422) with every wrong field. Checkout::network stays empty: the route fills it.
[[nodiscard]] std::expected<Checkout, Failure> read_checkout(const Request& request, const json::value& body,
                                                             const Currency& currency);

}  // namespace shop
