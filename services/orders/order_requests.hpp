// What is asked of an order that was placed, decoded and checked.
#pragma once

#include <boost/json/value.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/cursor.hpp"
#include "services/http/problem.hpp"
#include "services/orders/list_orders.hpp"
#include "services/orders/pay_order.hpp"

namespace shop {

enum class Simulator : bool { closed, open };  // whether customers may pay with it

[[nodiscard]] std::expected<PaymentRequest, Failure> read_payment(const boost::json::value& body, Simulator simulator);
// A state that the owner may name; whether the order goes there is for the order to say.
[[nodiscard]] std::expected<OrderState, Failure> read_order_move(const boost::json::value& body);

// Where a page of the owner's list of orders ended.
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const OrderPageEnd& end);
// nullopt for garbage and for another query's cursor.
[[nodiscard]] std::optional<OrderPageEnd> order_page_end(const QueryHash& query, std::string_view cursor);

}  // namespace shop
