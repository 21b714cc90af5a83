#include "services/orders/order_routes.hpp"

#include <algorithm>
#include <utility>

#include "services/http/cursor.hpp"
#include "services/http/etag.hpp"
#include "services/http/network.hpp"
#include "services/http/page.hpp"
#include "services/http/parameters.hpp"
#include "services/orders/cancel_order.hpp"
#include "services/orders/checkout_request.hpp"
#include "services/orders/erase_order.hpp"
#include "services/orders/get_order.hpp"
#include "services/orders/list_orders.hpp"
#include "services/orders/order_json.hpp"
#include "services/orders/order_requests.hpp"
#include "services/orders/transition_order.hpp"

namespace shop {
namespace {

Answer place_order(const Shop& shop, const AccessRules& access, const Call& call) {
    auto checkout = read_checkout(call.request, call.body, shop.currency);
    if (!checkout) return std::unexpected(std::move(checkout.error()));
    checkout->network = network_hash(access, call.request);
    const auto placed = place_order(shop, call.context, *checkout, bearer_token(call.request));
    if (!placed) return fail(placed.error());
    Response response =
        created("orders/" + placed->order.id.text(), order_json(placed->order, shop.currency, placed->token));
    if (placed->replayed) response.headers.emplace_back("idempotency-replayed", "true");
    return response;
}

Response order_response(const Shop& shop, const Order& order) {
    return json_response(200, order_json(order, shop.currency), caching::never);
}

Answer get_order(const Shop& shop, const AccessRules& access, const Call& call) {
    const auto id = OrderId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto order = get_order(shop, call.context, *id, {bearer_token(call.request), is_owner(access, call.request)});
    if (!order) return fail(order.error());
    return with_etag(call.request, order_response(shop, *order), etag_of(order->rev));
}

// The order as it is now, with its ETag.
Response order_now(const Shop& shop, const Order& order) {
    Response response = order_response(shop, order);
    response.headers.emplace_back("etag", etag_of(order.rev));
    return response;
}

// 202 while its money is on the way.
Response order_now(const Shop& shop, Asked asked, PaymentState on_the_way) {
    Response response = order_now(shop, asked.order);
    if (asked.order.payment.state == on_the_way) response.status = 202;
    response.cause = std::move(asked.doubt);
    return response;
}

Answer pay_order(const Shop& shop, Payments& payments, Simulator simulator, const Call& call) {
    const auto request = read_payment(call.body, simulator);
    if (!request) return std::unexpected(request.error());
    const auto id = OrderId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    auto asked =
        pay_order(shop, payments, call.context, *id, bearer_token(call.request), *request, seen_revs(call.request));
    if (!asked) return fail(asked.error());
    return order_now(shop, *std::move(asked), PaymentState::pending);
}

Answer move_order(const Shop& shop, Payments& payments, const Call& call) {
    const auto if_match = call.request.header("if-match");
    if (!if_match)
        return fail(problems::precondition_required, "Send the ETag of the order as you saw it as If-Match.");
    const auto to = read_order_move(call.body);
    if (!to) return std::unexpected(to.error());
    const auto id = OrderId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    auto asked = transition_order(shop, payments, call.context, *id, seen_revs(*if_match), *to);
    if (!asked) return fail(asked.error());
    return order_now(shop, *std::move(asked), PaymentState::refunding);
}

Answer erase_order(const Shop& shop, const Call& call) {
    const auto id = OrderId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto order = erase_order(shop, call.context, *id, seen_revs(call.request));
    if (!order) return fail(order.error());
    return Response{204, {{"cache-control", std::string(caching::never)}}, {}};
}

Answer cancel_order(const Shop& shop, const Call& call) {
    const auto id = OrderId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto order = cancel_order(shop, call.context, *id, bearer_token(call.request), seen_revs(call.request));
    if (!order) return fail(order.error());
    return order_now(shop, *order);
}

Answer list_orders(const Shop& shop, const Call& call) {
    Parameters parameters(call.request.query());
    parameters.require("state");
    const auto state = parameters.parsed("state", order_state_from, "A state of an order.");
    const auto limit = parameters.number("limit", bounds::limit).value_or(bounds::default_limit);
    const auto cursor = read_cursor(parameters);
    parameters.refuse_others();
    if (!parameters.good()) return fail(problems::invalid_parameter, parameters.take_errors());
    const QueryHash hash = QueryHash::of("orders\n" + std::string(name_of(*state)));
    const auto after = cursor ? order_page_end(hash, *cursor) : std::nullopt;
    if (cursor && !after) return fail(problems::invalid_cursor);
    const auto page = list_orders(shop, call.context, *state, static_cast<std::size_t>(limit), after);
    if (!page) return fail(page.error());
    const auto shown = fitting(page->orders, [&](const auto& order) { return order_json(order, shop.currency); });
    const bool more = shown.cut || page->next;
    const auto next = more && shown.last
                          ? std::optional(encode_cursor(hash, OrderPageEnd{shown.last->placed_at, shown.last->id}))
                          : std::nullopt;
    return json_response(200, list_json(shown.items, next), caching::never);
}

}  // namespace

std::vector<Route> order_routes(const Shop& shop, Payments& payments, const AccessRules& access, Simulator simulator) {
    return {
        {"POST /api/v1/orders", Access::everyone, Body::json, Query::none,
         [&](const Call& call) { return place_order(shop, access, call); }},
        {"GET /api/v1/orders", Access::owner, Body::none, Query::some, with_shop(shop, list_orders)},
        {"GET /api/v1/orders/{id}", Access::everyone, Body::none, Query::none,
         [&](const Call& call) { return get_order(shop, access, call); }},
        {"POST /api/v1/orders/{id}/payment", Access::everyone, Body::json, Query::none,
         [&, simulator](const Call& call) { return pay_order(shop, payments, simulator, call); }},
        {"POST /api/v1/orders/{id}/cancel", Access::everyone, Body::nothing, Query::none,
         with_shop(shop, cancel_order)},
        {"POST /api/v1/orders/{id}/transitions", Access::owner, Body::json, Query::none,
         [&](const Call& call) { return move_order(shop, payments, call); }},
        {"POST /api/v1/orders/{id}/erasure", Access::owner, Body::nothing, Query::none, with_shop(shop, erase_order)},
    };
}

}  // namespace shop
