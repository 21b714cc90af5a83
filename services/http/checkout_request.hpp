// POST /orders, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>

#include "services/application/place_order.hpp"
#include "services/http/problem.hpp"
#include "services/http/request.hpp"

namespace shop::http {

// 400 for the Idempotency-Key, then 422 with every wrong field.
[[nodiscard]] std::expected<application::Checkout, Failure> read_checkout(const Request& request,
                                                                          const json::value& body,
                                                                          const domain::Currency& currency);

}  // namespace shop::http
