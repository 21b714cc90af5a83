// Synthetic customers and an owner over the public API, so that a demo moves and a load has a shape.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tools/shop/client.hpp"

namespace shop_tool {

struct Options {
    Origin origin;
    double rate = 5;  // customers who arrive a second
    std::chrono::milliseconds lasting{60'000};
    std::uint64_t seed = 1;
    bool owner = true;
};

// What happened. `failed` counts answers no honest client should get: 5xx, none at all, or a shape not understood.
struct Tally {
    int customers = 0;
    int baskets = 0;
    int orders = 0;
    int refused = 0;  // 409: short of stock, price or basket changed
    int cancelled = 0;
    int prices = 0;
    int deliveries = 0;
    int failed = 0;
    std::string first_failure;
};

// What everyone in the run shares; single-threaded.
struct Run {
    Options options;
    Tally tally;
    std::mt19937_64 random;
    std::vector<std::string> products;  // ids

    [[nodiscard]] int pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }
    [[nodiscard]] bool chance(double share) { return std::bernoulli_distribution(share)(random); }
    // Counts an answer that is neither of the expected statuses as failed; true where it is one of them.
    bool expect(const Response& response, std::initializer_list<int> statuses, std::string_view doing);
    void fail(std::string_view doing, std::string_view what);
    [[nodiscard]] const std::string& any_product();
};

[[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds length);
// One customer from arriving to leaving.
[[nodiscard]] boost::asio::awaitable<void> shop_once(Run& run);
// Changes a price now and then and restocks what is nearly gone, until `until`.
[[nodiscard]] boost::asio::awaitable<void> keep_shop(Run& run, std::chrono::steady_clock::time_point until);

// Runs to its end or to SIGINT. The exit code: 0, or 1 when anything failed.
[[nodiscard]] int run_shoppers(const Options& options);

}  // namespace shop_tool
