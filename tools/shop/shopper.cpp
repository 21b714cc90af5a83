#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include "lib/ids.hpp"
#include "tools/shop/requests.hpp"
#include "tools/shop/shoppers.hpp"

namespace shop_tool {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::milliseconds;

bool Run::expect(const Response& response, std::initializer_list<int> statuses, std::string_view doing) {
    for (const int status : statuses) {
        if (response.status == status) return true;
    }
    fail(doing, response.status == 0
                    ? response.problem
                    : "status " + std::to_string(response.status) + " " + json::serialize(response.body));
    return false;
}

void Run::fail(std::string_view doing, std::string_view what) {
    if (tally.failed++ == 0) tally.first_failure = std::string(doing) + ": " + std::string(what);
}

const std::string& Run::any_product() {
    return products[static_cast<std::size_t>(pick(0, static_cast<int>(products.size()) - 1))];
}

asio::awaitable<void> pause(milliseconds length) {
    asio::steady_timer timer(co_await asio::this_coro::executor, length);
    co_await timer.async_wait(asio::use_awaitable);
}

namespace {

// Requests are made by plain functions: gcc 12 cannot compile braced lists inside a co_await expression.
Request look_at(const std::string& product) {
    return {.path = "/products/" + product};
}

Request open_shop() {
    return {.path = "/products?limit=24"};
}

asio::awaitable<bool> fill(Run& run, Client& client, Basket& basket) {
    const int wanted = run.pick(1, 3);
    for (int line = 0; line < wanted; ++line) {
        const auto& product = run.any_product();
        const auto seen = co_await client.send(look_at(product));
        if (!run.expect(seen, {200, 404}, "looking at a product")) co_return false;
        co_await pause(milliseconds(run.pick(200, 900)));
        if (seen.status != 200 || seen.body.at("available").as_int64() == 0) continue;
        const auto put = co_await client.send(put_line(basket, product, run.pick(1, 2)));
        if (!run.expect(put, {200, 404}, "putting a product into the basket")) co_return false;
        if (put.status == 200) basket.content = put.body;
    }
    co_return true;
}

asio::awaitable<void> cancel(Run& run, Client& client, const json::value& order) {
    co_await pause(milliseconds(run.pick(1'000, 4'000)));
    const auto cancelled = co_await client.send(take_back(link_of(order)));
    if (run.expect(cancelled, {200}, "cancelling")) ++run.tally.cancelled;
}

asio::awaitable<void> order(Run& run, Client& client, const Basket& basket) {
    const auto placed = co_await client.send(place(basket, vitrine::new_uuid(vitrine::system_random())));
    if (!run.expect(placed, {201, 409}, "ordering")) co_return;
    if (placed.status == 409) {
        ++run.tally.refused;
        co_return;
    }
    ++run.tally.orders;
    if (run.chance(0.2)) co_await cancel(run, client, placed.body);
}

asio::awaitable<void> browse_and_buy(Run& run, Client& client) {
    const auto list = co_await client.send(open_shop());
    if (!run.expect(list, {200}, "opening the shop")) co_return;
    co_await pause(milliseconds(run.pick(300, 1'500)));
    const auto made = co_await client.send(take_basket());
    if (!run.expect(made, {201}, "taking a basket")) co_return;
    ++run.tally.baskets;
    Basket basket = basket_of(made.body);
    if (!co_await fill(run, client, basket)) co_return;
    const bool empty = basket.content.at("count").as_int64() == 0;
    if (!empty && run.chance(0.7)) co_await order(run, client, basket);
}

}  // namespace

asio::awaitable<void> shop_once(Run& run) {
    ++run.tally.customers;
    Client client(as_customer(run.options.origin, run.random()));
    try {
        co_await browse_and_buy(run, client);
    } catch (const std::exception& unexpected) {
        run.fail("understanding an answer", unexpected.what());
    }
}

}  // namespace shop_tool
