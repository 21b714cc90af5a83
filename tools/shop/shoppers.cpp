#include "tools/shop/shoppers.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <functional>

namespace shop_tool {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

Request page_after(const std::string& cursor) {
    return {.path = "/products?limit=100" + (cursor.empty() ? "" : "&cursor=" + cursor)};
}

// All ids of the catalogue, page by page; false where the shop could not be read.
asio::awaitable<bool> read_catalogue(Run& run) {
    Client client(run.options.origin);
    std::string cursor;
    do {
        const auto page = co_await client.send(page_after(cursor));
        if (!run.expect(page, {200}, "reading the catalogue")) co_return false;
        for (const auto& card : page.body.at("items").as_array()) {
            run.products.push_back(json::value_to<std::string>(card.at("id")));
        }
        const auto& next = page.body.at("nextCursor");
        cursor = next.is_string() ? json::value_to<std::string>(next) : "";
    } while (!cursor.empty());
    if (run.products.empty()) run.fail("reading the catalogue", "it is empty");
    co_return !run.products.empty();
}

// Calls `empty` when everyone who was let in has left.
class Door {
public:
    Door(asio::io_context& network, std::function<void()> empty) : network_(network), empty_(std::move(empty)) {}

    void let_in(asio::awaitable<void> somebody) {
        ++inside_;
        asio::co_spawn(network_, std::move(somebody), [this](const std::exception_ptr&) {
            if (--inside_ == 0) empty_();
        });
    }

private:
    asio::io_context& network_;
    std::function<void()> empty_;
    int inside_ = 0;
};

asio::awaitable<void> receive(Run& run, Door& door) {
    if (!co_await read_catalogue(run)) co_return;
    const auto until = std::chrono::steady_clock::now() + run.options.lasting;
    if (run.options.owner) door.let_in(keep_shop(run, until));
    std::exponential_distribution<double> gap(run.options.rate);
    while (std::chrono::steady_clock::now() < until) {
        door.let_in(shop_once(run));
        co_await pause(std::chrono::milliseconds(static_cast<int>(1000 * gap(run.random))));
    }
}

void print(const Tally& tally) {
    fmt::print(
        "customers {}, baskets {}, orders {}, refused {}, cancelled {}, price changes {}, deliveries {}, failed {}\n",
        tally.customers, tally.baskets, tally.orders, tally.refused, tally.cancelled, tally.prices, tally.deliveries,
        tally.failed);
    if (tally.failed > 0) fmt::print(stderr, "the first failure: {}\n", tally.first_failure);
}

}  // namespace

int run_shoppers(const Options& options) {
    asio::io_context network;
    Run run{.options = options, .tally = {}, .random = std::mt19937_64(options.seed), .products = {}};
    asio::signal_set signals(network, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) network.stop();
    });
    Door door(network, [&] { signals.cancel(); });
    door.let_in(receive(run, door));
    network.run();
    print(run.tally);
    return run.tally.failed == 0 ? 0 : 1;
}

}  // namespace shop_tool
