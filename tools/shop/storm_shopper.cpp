#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <memory>

#include "tools/shop/shoppers.hpp"
#include "tools/shop/storm.hpp"

namespace shop_tool {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

bool is_final(const Response& response) {
    return response.status != 0 && response.status != 429 && response.status < 500;
}

std::string problem_type(const Response& response) {
    const auto* object = response.body.if_object();
    const auto* type = object == nullptr ? nullptr : object->if_contains("type");
    return type != nullptr && type->is_string() ? std::string(type->get_string()) : "";
}

std::string describe(const Response& response) {
    return response.status == 0 ? response.problem
                                : std::to_string(response.status) + " " + boost::json::serialize(response.body);
}

// Another storm's customers come from other addresses.
std::uint64_t number_of(const Storm& storm, const Visit& visit) {
    return storm.options.seed * 1'000'003 + static_cast<std::uint64_t>(&visit - storm.visits.data());
}

// One of the several sends of one order; all know of each other through the visit.
asio::awaitable<void> send_order(Storm& storm, Visit& visit) {
    Client client(as_customer(storm.options.origin, number_of(storm, visit)));
    const Response placed = co_await insist(storm, client, place(*visit.basket, visit.key));
    if (placed.status == 201) {
        ++storm.accepted;
        const OrderLink order = link_of(placed.body);
        if (visit.order && visit.order->id != order.id) storm.wrong("one key made two orders: " + order.id);
        visit.number = text(placed.body, "number");
        visit.order = order;
    } else if (placed.status == 409 && problem_type(placed) == "/problems/insufficient-stock") {
        visit.refused = true;
    } else {
        storm.wrong("ordering: " + describe(placed));
    }
}

// All at once; over when the last is.
asio::awaitable<void> send_orders(Storm& storm, Visit& visit, int times) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer all_sent(executor, steady_clock::time_point::max());
    int open = times;
    for (int i = 0; i < times; ++i) {
        asio::co_spawn(executor, send_order(storm, visit), [&](const std::exception_ptr& failed) {
            if (failed) storm.wrong("ordering: an answer that is not understood");
            if (--open == 0) all_sent.cancel();
        });
    }
    boost::system::error_code ignored;
    while (open > 0) co_await all_sent.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> pay_or_not(Storm& storm, Visit& visit, Client& client) {
    const int mood = storm.pick(0, 9);
    if (mood == 0) {
        const Response cancelled = co_await insist(storm, client, take_back(*visit.order));
        // The cancellation that nobody answered may have been carried out: the repeat finds it done.
        visit.cancelled = cancelled.status == 200 || cancelled.status == 409;
        if (!visit.cancelled) storm.wrong("cancelling: " + describe(cancelled));
    } else if (mood < 8) {
        const char* instrument = mood == 1 ? "declined" : mood == 2 ? "timeout" : "ok";
        const Response paid = co_await insist(storm, client, pay(*visit.order, instrument));
        const bool fits = paid.status == 200 || paid.status == 202 || (mood == 1 && paid.status == 402);
        if (!fits) storm.wrong("paying: " + describe(paid));
    }
}

}  // namespace

asio::awaitable<Response> insist(Storm& storm, Client& client, Request request) {
    for (int attempt = 0;; ++attempt) {
        ++storm.requests;
        Response response = co_await client.send(request);
        if (is_final(response) || steady_clock::now() >= storm.until) co_return response;
        ++storm.repeated;
        co_await pause(milliseconds(storm.pick(1, std::min(20 << std::min(attempt, 6), 1'000))));
    }
}

asio::awaitable<void> weather(Storm& storm, Visit& visit) {
    Client client(as_customer(storm.options.origin, number_of(storm, visit)));
    const Response taken = co_await insist(storm, client, take_basket());
    if (taken.status != 201) co_return storm.wrong("taking a basket: " + describe(taken));
    Basket basket = basket_of(taken.body);
    const Response put = co_await insist(storm, client, put_line(basket, visit.product, 1));
    if (put.status != 200) co_return storm.wrong("filling a basket: " + describe(put));
    basket.content = put.body;
    visit.basket = std::move(basket);
    co_await send_orders(storm, visit, storm.pick(1, storm.options.sends));
    if (visit.order && storm.options.pay) co_await pay_or_not(storm, visit, client);
}

}  // namespace shop_tool
