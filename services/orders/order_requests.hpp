// Request bodies and cursors about orders that were placed, decoded and checked.
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

// POST /orders/{id}/payment. invalid_content (422) with every wrong field; where the simulator is closed, whatever the
// body says.
[[nodiscard]] std::expected<PaymentRequest, Failure> read_payment(const boost::json::value& body, Simulator simulator);
// POST /orders/{id}/transitions: a state to which some transition of the owner leads, else invalid_content (422).
// Whether this order may go there, transition_order judges.
[[nodiscard]] std::expected<OrderState, Failure> read_order_move(const boost::json::value& body);

// The owner's list of orders: a cursor for the page after `end` (http/cursor.hpp).
[[nodiscard]] std::string encode_cursor(const QueryHash& query, const OrderPageEnd& end);
// The reverse. nullopt where the text is no cursor, and where it belongs to another query.
[[nodiscard]] std::optional<OrderPageEnd> order_page_end(const QueryHash& query, std::string_view cursor);

}  // namespace shop
