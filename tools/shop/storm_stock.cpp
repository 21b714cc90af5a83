// What a storm has to leave behind.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "tools/shop/shoppers.hpp"
#include "tools/shop/storm.hpp"

namespace shop_tool {

namespace asio = boost::asio;

namespace {

constexpr int counts = 5;

struct Held {
    int reserved = 0;
    int sold = 0;
};

// The unit of an order is reserved until it is paid for, sold until it is refunded, and then available again.
void count(const std::string& state, Held& held) {
    if (state == "awaiting-payment") ++held.reserved;
    if (state == "paid" || state == "packed" || state == "shipped" || state == "delivered") ++held.sold;
}

bool is_pending(const Response& order) {
    return order.status == 200 && text(order.body.at("payment"), "state") == "pending";
}

// A payment that was interrupted is settled by the shop itself, in time.
asio::awaitable<Response> once_settled(Storm& storm, Client& client, const OrderLink& order) {
    Response there = co_await insist(storm, client, look_at(order));
    while (is_pending(there) && std::chrono::steady_clock::now() < storm.until) {
        co_await pause(std::chrono::milliseconds(500));
        there = co_await insist(storm, client, look_at(order));
    }
    if (is_pending(there)) storm.wrong(fmt::format("the payment of order {} stays pending", order.id));
    co_return there;
}

// The order is there, as it was acknowledged, and a repeat of its request returns it.
asio::awaitable<void> look_again(Storm& storm, Client& client, const Visit& visit) {
    const Response there = co_await once_settled(storm, client, *visit.order);
    if (there.status != 200 || text(there.body, "number") != visit.number)
        co_return storm.wrong(fmt::format("order {} was acknowledged and is lost ({})", visit.order->id, there.status));
    const Response again = co_await insist(storm, client, place(*visit.basket, visit.key));
    if (again.status != 201 || text(again.body, "id") != visit.order->id)
        storm.wrong(fmt::format("a repeat does not return order {} ({})", visit.order->id, again.status));
}

// What the orders say of each product.
asio::awaitable<std::map<std::string, Held>> read_held(Storm& storm, Client& client) {
    std::map<std::string, Held> held;
    for (const Visit& visit : storm.visits) {
        if (!visit.order) continue;
        const Response there = co_await insist(storm, client, look_at(*visit.order));
        if (there.status == 200) count(text(there.body, "state"), held[visit.product]);
    }
    co_return held;
}

std::vector<std::string> differences(const Storm& storm, const std::vector<Stock>& all,
                                     std::map<std::string, Held> held) {
    std::vector<std::string> found;
    for (const Stock& stock : all) {
        if (!stock.adds_up()) found.push_back(stock.id + " does not add up");
        if (std::ranges::find(storm.products, stock.id) == storm.products.end()) continue;
        const Held& orders = held[stock.id];
        if (stock.reserved != orders.reserved || stock.sold != orders.sold)
            found.push_back(fmt::format("{}: {} reserved and {} sold, but the orders say {} and {}", stock.id,
                                        stock.reserved, stock.sold, orders.reserved, orders.sold));
    }
    return found;
}

}  // namespace

asio::awaitable<std::optional<std::vector<Stock>>> read_stock(Storm& storm) {
    Client client(storm.options.origin);
    std::vector<Stock> all;
    std::string cursor;
    do {
        const Response page = co_await insist(storm, client, list_studio(cursor));
        if (page.status != 200) co_return std::nullopt;
        for (const auto& item : page.body.at("items").as_array()) {
            const auto figure = [&](const char* name) { return item.at(name).as_int64(); };
            all.push_back(
                {text(item, "id"), figure("available"), figure("reserved"), figure("sold"), figure("received")});
        }
        const auto& next = page.body.at("nextCursor");
        cursor = next.is_string() ? boost::json::value_to<std::string>(next) : "";
    } while (!cursor.empty());
    co_return all;
}

asio::awaitable<void> take_stock(Storm& storm) {
    Client client(storm.options.origin);
    for (const Visit& visit : storm.visits)
        if (visit.order) co_await look_again(storm, client, visit);
    // Holds may end while they are counted, and two readings are never of one moment: what differs is counted again.
    for (int counted = 1;; ++counted) {
        auto held = co_await read_held(storm, client);
        const auto stock = co_await read_stock(storm);
        if (!stock) co_return storm.wrong("the stock cannot be read");
        const auto different = differences(storm, *stock, std::move(held));
        if (different.empty()) co_return;
        if (counted == counts) {
            for (const std::string& difference : different) storm.wrong(difference);
            co_return;
        }
        co_await pause(std::chrono::seconds(1));
    }
}

}  // namespace shop_tool
