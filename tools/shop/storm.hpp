// A storm: many customers at once for few units, each sending its order several times over, none of them giving up
// before it has an answer, whatever happens to the shop meanwhile. Afterwards everything is counted.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tools/shop/client.hpp"
#include "tools/shop/requests.hpp"

namespace shop_tool {

struct StormOptions {
    Origin origin;
    int shoppers = 300;
    int units = 50;     // in all, spread over the products
    int products = 1;   // made for this storm
    int sends = 5;      // of each order at once, 1 to so many
    int at_once = 128;  // customers in the shop
    bool pay = true;    // and cancel; false: only order
    std::chrono::milliseconds patience{
        300'000};  // of the storm, and again of the count: what is in doubt waits for some sweeps, which fail, too
    std::uint64_t seed = 1;
};

// What became of one customer.
struct Visit {
    std::string product;
    std::string key;  // Idempotency-Key
    std::optional<Basket> basket;
    std::optional<OrderLink> order;
    std::string number;
    bool refused = false;
    bool cancelled = false;
};

struct Storm {
    StormOptions options;
    std::mt19937_64 random;
    std::chrono::steady_clock::time_point until;
    std::vector<std::string> products;
    std::vector<Visit> visits;
    int requests = 0;
    int repeated = 0;                 // requests, for want of an answer
    int accepted = 0;                 // of all answers to orders: 201
    std::vector<std::string> wrongs;  // what must not have happened

    [[nodiscard]] int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }
    void wrong(const std::string& what) { wrongs.push_back(what); }
};

// Sends until there is an answer that is neither 429 nor 5xx, pausing longer and longer, or the storm's time is over:
// then the last answer.
[[nodiscard]] boost::asio::awaitable<Response> insist(Storm& storm, Client& client, Request request);

// One customer.
[[nodiscard]] boost::asio::awaitable<void> weather(Storm& storm, Visit& visit);
// Compares what the customers know with what the shop says.
[[nodiscard]] boost::asio::awaitable<void> take_stock(Storm& storm);

// Every product whose figures do not add up (received = available + reserved + sold, none negative); nullopt where the
// shop could not be read. `products` gets the number of products.
struct Stock {
    std::string id;
    std::int64_t available = 0, reserved = 0, sold = 0, received = 0;
    [[nodiscard]] bool adds_up() const {
        return available >= 0 && reserved >= 0 && sold >= 0 && received == available + reserved + sold;
    }
};
[[nodiscard]] boost::asio::awaitable<std::optional<std::vector<Stock>>> read_stock(Storm& storm);

// Both print one line of JSON and, on stderr, what went wrong. The exit code: 0, or 1 when anything did.
[[nodiscard]] int run_storm(const StormOptions& options);
[[nodiscard]] int run_verify(const Origin& origin);

}  // namespace shop_tool
