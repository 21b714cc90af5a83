// What each network holds without having paid, kept from what is written: never more than its share of a product, never
// for more than two hold times in a row. The application judges by a stock and a clock that it has read; both may be a
// moment old when its write is carried out, and the book knows by how much.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/orders/unpaid.hpp"
#include "services/shop/instant.hpp"
#include "services/store/store.hpp"

namespace shop::simulation {

class UnpaidBook {
public:
    void rules(const UnpaidLimits& limits, std::chrono::seconds hold) { limits_ = limits, hold_ = hold; }
    // Who orders under this customer's name, comes from there.
    void lives(const std::string& customer, const std::string& network) { network_of_[customer] = network; }

    void stocked(const std::string& product, std::int64_t stock, Instant now);
    // What is wrong with it, in words.
    [[nodiscard]] std::optional<std::string> ordered(const store::Item& order, Instant now);
    void moved(const store::Item& order, Instant now);

private:
    struct Hold {
        std::string order;
        std::int64_t units = 0;
        Instant since;  // of its row
        std::optional<Instant> ended;
    };
    struct Stock {
        std::int64_t now = 0;
        std::deque<std::pair<Instant, std::int64_t>> before;  // until when it was how much
    };
    using Holds = std::map<std::pair<std::string, std::string>, std::vector<Hold>>;  // by network and product

    [[nodiscard]] std::int64_t highest_stock(const std::string& product, Instant now) const;
    [[nodiscard]] std::optional<std::string> judged(const Holds::key_type& whose, const std::vector<Hold>& holds,
                                                    Instant until, Instant now) const;

    UnpaidLimits limits_;
    std::chrono::seconds hold_{600};
    std::map<std::string, std::string> network_of_;
    std::map<std::string, Stock> stock_;
    Holds holds_;
};

}  // namespace shop::simulation
