// The books of a run: what must hold at every step (invariants 3, 4 and 5 of ARCHITECTURE.md) and once all is quiet.
// They are kept from what is written and from what callers were told, never from what the application believes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/feed/position.hpp"
#include "services/orders/place_order.hpp"
#include "services/store/store.hpp"
#include "tests/simulation/unpaid_book.hpp"

namespace shop::simulation {

// How far a machine's clock may be from the true time.
constexpr std::chrono::seconds max_clock_error{5};
// How long after its sender's look at the clock a write may still be carried out.
constexpr std::chrono::seconds slowest_write{15};

// How long things may take (data-and-live.md), from when they were due or, where that is later, from the end of the
// last trouble: of the store, the provider, or the functions' processes.
constexpr std::chrono::seconds release_is_late{90};  // of a hold, after its end
constexpr std::chrono::seconds payment_ends{120};    // or a refund, after it was begun, whatever became of its caller
constexpr std::chrono::seconds decline_ends{10};  // a payment that the provider declined: within its own call's timeout
// What the bounds do not count: two clocks that differ, and the run of the sweep itself.
constexpr std::chrono::seconds bounds_tolerance = 2 * max_clock_error + std::chrono::seconds{5};

class Provider;

class Ledger {
public:
    // Of the tables. Called for every write, and after each verb.
    void written(const store::TableName& table, const store::Item* before, const store::Item* after, Instant now);
    void settle();
    // Something failed that may have kept the shop from its work.
    void troubled(Instant now) { last_trouble_ = now; }

    // Who holds what, unpaid.
    UnpaidBook unpaid;

    // Of what callers were told.
    void placed(int shopper, const std::string& key, const PlacedOrder& told, Money expected);
    // An order that is said to be in a state has been in it.
    void moved(const std::string& order, OrderState told);
    void adjusted(const std::string& product, std::int64_t units, bool known);

    // What a browser holds of a product that entry `seq` told of: its rev; nothing where it knows that it has yet to
    // read it, or where it was told by a snapshot after that entry that there is no such product.
    using KnownRev = std::function<std::optional<std::int64_t>(const std::string& product, std::int64_t seq)>;
    void browser_stands(std::uint32_t browser, const Position& at, const KnownRev& known);
    void browser_forgot(std::uint32_t browser);

    // Once all is quiet: every acknowledged order is there, each key has its one order, stock is what orders say.
    void close(const std::vector<store::Item>& orders, const std::vector<store::Item>& products);

    // Each charge is one paid order, or one refund; no payment is left undecided, no hold unreleased.
    void close_payments(const std::vector<store::Item>& orders, const Provider& provider);

    void broken(std::string words);
    [[nodiscard]] const std::optional<std::string>& complaint() const { return complaint_; }
    [[nodiscard]] const std::vector<std::string>& orders() const { return orders_; }  // ids, of all in the table
    [[nodiscard]] std::size_t orders_placed() const { return told_.size(); }
    [[nodiscard]] std::size_t feed_length() const;

private:
    struct Books {  // what orders say of a product's stock
        std::int64_t reserved = 0;
        std::int64_t sold = 0;
        std::int64_t in_reserved = 0;  // what the product says
        std::int64_t in_sold = 0;
        std::int64_t received = 0;
        std::int64_t expected = 0;          // received at first, and every acknowledged adjustment
        std::vector<std::int64_t> unknown;  // adjustments whose caller was not told
        std::int64_t price = 0;
        bool on_show = false;
        bool touched = false;
    };
    struct Told {
        std::string order;
        int shopper;
    };
    using FeedEntry = std::vector<std::pair<std::string, std::int64_t>>;  // product and rev

    void product_written(const store::Item* before, const store::Item* after);
    void order_written(const store::Item* before, const store::Item* after);
    void history_written(const store::Item& before, const store::Item& after);
    void prices_written(const store::Item& order);
    void payment_written(const store::Item& before, const store::Item& after);
    void bounds_written(const store::Item& before, const store::Item& after);
    void in_time(std::string_view what, Instant due, std::chrono::seconds bound, const std::string& pk);
    void key_written(const store::Item* before, const store::Item* after);
    void feed_written(const store::Item* before, const store::Item* after);
    void book(const store::Item& order, std::int64_t sign);
    Books& books(const std::string& product);

    std::map<std::string, Books> products_;
    std::vector<Books*> touched_;
    std::map<std::pair<int, std::string>, Told> told_;  // by shopper and key
    std::map<std::string, std::string> order_of_;       // by the customer's name
    std::map<std::string, std::string> key_of_;         // by order
    std::map<std::string, std::vector<FeedEntry>> feed_;
    std::map<std::uint32_t, std::pair<std::string, std::size_t>> browsers_;  // epoch and entries seen to be held
    std::vector<std::string> orders_;
    std::set<std::pair<std::string, std::string>> reached_;  // order and state
    std::map<std::string, Instant> payment_since_;           // by order: when its payment became what it is
    Instant last_trouble_;
    Instant now_;
    std::optional<std::string> complaint_;
};

}  // namespace shop::simulation
