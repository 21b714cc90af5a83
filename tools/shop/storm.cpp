#include "tools/shop/storm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <cstdio>

#include "lib/ids.hpp"

namespace shop_tool {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t wrongs_shown = 10;

asio::awaitable<bool> stock_up(Storm& storm) {
    Client client(storm.options.origin);
    for (int i = 0; i < storm.options.products; ++i) {
        const int share = storm.options.units / storm.options.products;
        const int units = i == 0 ? storm.options.units - share * (storm.options.products - 1) : share;
        const std::string id = "storm-" + vitrine::new_id(vitrine::system_random());
        const Response made = co_await insist(storm, client, create_product(id, units));
        // 409: made by a send that was not answered.
        if (made.status != 201 && made.status != 409) {
            storm.wrong(fmt::format("making a product: {} {}", made.status, made.problem));
            co_return false;
        }
        storm.products.push_back(id);
    }
    co_return true;
}

// Customers come in as others leave.
asio::awaitable<void> one_after_the_other(Storm& storm, std::size_t& next) {
    while (next < storm.visits.size()) {
        Visit& visit = storm.visits[next++];
        try {
            co_await weather(storm, visit);
        } catch (const std::exception& unexpected) {
            storm.wrong(fmt::format("an answer that is not understood: {}", unexpected.what()));
        }
    }
}

void in_turn(asio::io_context& network, Storm& storm, asio::awaitable<void> act) {
    asio::co_spawn(network, std::move(act), [&storm](const std::exception_ptr& failed) {
        if (failed) storm.wrong("an answer that is not understood");
    });
    network.restart();
    network.run();
}

asio::awaitable<void> prepare(Storm& storm) {
    if (!co_await stock_up(storm)) co_return;
    storm.visits.resize(static_cast<std::size_t>(storm.options.shoppers));
    for (std::size_t i = 0; i < storm.visits.size(); ++i) {
        storm.visits[i].product = storm.products[i % storm.products.size()];
        storm.visits[i].key = vitrine::new_uuid(vitrine::system_random());
    }
}

int say(const Storm& storm, boost::json::object summary) {
    summary["requests"] = storm.requests;
    summary["repeated"] = storm.repeated;
    summary["wrong"] = storm.wrongs.size();
    fmt::print("{}\n", boost::json::serialize(summary));
    for (std::size_t i = 0; i < std::min(storm.wrongs.size(), wrongs_shown); ++i)
        fmt::print(stderr, "{}\n", storm.wrongs[i]);
    return storm.wrongs.empty() ? 0 : 1;
}

}  // namespace

int run_storm(const StormOptions& options) {
    asio::io_context network;
    const auto began = steady_clock::now();
    Storm storm{.options = options, .random = std::mt19937_64(options.seed), .until = began + options.patience};
    in_turn(network, storm, prepare(storm));
    std::size_t next = 0;
    network.restart();
    for (int i = 0; i < options.at_once; ++i) asio::co_spawn(network, one_after_the_other(storm, next), asio::detached);
    network.run();
    const auto over = steady_clock::now();
    storm.until = over + options.patience;
    if (!storm.visits.empty()) in_turn(network, storm, take_stock(storm));
    const auto of = [&](auto fits) { return std::ranges::count_if(storm.visits, fits); };
    return say(storm, {{"shoppers", storm.visits.size()},
                       {"orders", of([](const Visit& visit) { return visit.order.has_value(); })},
                       {"accepted", storm.accepted},
                       {"refused", of([](const Visit& visit) { return visit.refused && !visit.order; })},
                       {"cancelled", of([](const Visit& visit) { return visit.cancelled; })},
                       {"milliseconds", std::chrono::duration_cast<std::chrono::milliseconds>(over - began).count()}});
}

int run_verify(const Origin& origin) {
    asio::io_context network;
    Storm storm{.options = {.origin = origin},
                .random = std::mt19937_64(1),
                .until = steady_clock::now() + std::chrono::seconds{30}};
    std::size_t products = 0;
    const auto look = [&]() -> asio::awaitable<void> {
        const auto stock = co_await read_stock(storm);
        if (!stock) co_return storm.wrong("the stock cannot be read");
        products = stock->size();
        for (const Stock& each : *stock)
            if (!each.adds_up())
                storm.wrong(fmt::format("{}: received {}, available {}, reserved {}, sold {}", each.id, each.received,
                                        each.available, each.reserved, each.sold));
    };
    in_turn(network, storm, look());
    return say(storm, {{"products", products}});
}

}  // namespace shop_tool
