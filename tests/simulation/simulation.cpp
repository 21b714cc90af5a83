#include "tests/simulation/simulation.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <deque>
#include <memory>
#include <vector>

#include "services/feed/project_changes.hpp"
#include "services/live/push_changes.hpp"
#include "services/orders/sweep.hpp"
#include "services/products/product_item.hpp"
#include "services/products/test_products.hpp"
#include "tests/simulation/browser.hpp"
#include "tests/simulation/owner.hpp"
#include "tests/simulation/shopper.hpp"
#include "tests/simulation/streams.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t max_steps_to_rest = 50'000;
constexpr Duration long_enough{300s};  // a ping of a hidden page, two sweeps, a reconnection

bool is_order(const store::Item*, const store::Item* after) {
    return after && after->at("pk").text()->starts_with("order#");
}

bool is_entry(const store::Item* before, const store::Item* after) {
    return after && !before && after->at("seq") != store::Value(0);
}

bool is_modified(const store::Item* before, const store::Item* after) {
    return before && after;
}

class Simulation {
public:
    Simulation(const Run& run, Stacks& stacks)
        : world_(run.seed, stacks, run.print),
          steps_(run.steps),
          gateway_(world_),
          catalog_(world_),
          streams_(world_, mappings()) {}

    Verdict run() {
        open();
        while (!world_.ledger.complaint() && world_.scheduler.steps() < steps_ && world_.scheduler.step()) {
        }
        if (!world_.ledger.complaint()) come_to_rest();
        if (!world_.ledger.complaint()) close();
        const std::uint64_t step = world_.scheduler.steps();
        world_.scheduler.stop();
        return {world_.ledger.complaint(), step, world_.trace.hash(), world_.ledger.orders_placed(),
                world_.ledger.feed_length()};
    }

private:
    std::vector<Mapping> mappings();
    void open();
    void shelve();
    void welcome_shoppers();
    void welcome_hoarders(int number, Duration after);
    void disturb();
    void sweep_the_floor();
    void come_to_rest();
    void close();
    void compare(std::uint32_t number, const Browser& browser);

    World world_;
    std::uint64_t steps_;
    Provider provider_;
    Gateway gateway_;
    Catalog catalog_;
    Streams streams_;
    std::vector<std::string> products_;
    std::deque<Browser> browsers_;
    int shoppers_ = 0;
};

std::vector<Mapping> Simulation::mappings() {
    const auto project = [](Invocation& invocation, const std::vector<store::StreamRecord>& batch) {
        return project_changes(invocation.shop, invocation.context, batch).has_value();
    };
    const auto push = [this](Invocation& invocation, const std::vector<store::StreamRecord>& batch) {
        Posts posts(world_, gateway_, invocation.deadline);
        return push_changes(invocation.shop.store, posts, connections_table, invocation.context, batch).has_value();
    };
    return {
        {"projector", "products", for_ever, true, [](const auto*, const auto* after) { return after != nullptr; },
         project},
        {"pusher", "feed", 5, false, is_entry, push},
        {"pusher", "orders", 5, false, is_order, push},
        {"pusher", "baskets", 5, false, is_modified, push},
    };
}

void Simulation::shelve() {
    const std::int64_t count = world_.dice.between(2, 6);
    for (int i = 1; i <= count; ++i) {
        products_.push_back("product-" + std::to_string(i));
        Product product =
            testing::product(products_.back(), world_.dice.between(100, 9900), world_.dice.between(0, 12));
        product.images.clear();
        const auto put = world_.store.put(no_deadline, {"products", item_of(product), {}});
        if (!put) world_.ledger.broken("the shelf is broken");
    }
    world_.ledger.settle();
}

void Simulation::open() {
    world_.store.observe([this](const store::TableName& table, const store::Item* before, const store::Item* after) {
        world_.ledger.written(table, before, after, world_.true_time());
        streams_.written(table, before, after);
    });
    world_.hold = std::chrono::seconds{world_.dice.between(2, 6) * 30};
    // Where nobody is limited, the stock is fought for as nowhere else.
    world_.unpaid = world_.happens(0.5) ? UnpaidLimits{} : UnpaidLimits{.share = 100, .orders = 1'000};
    world_.ledger.unpaid.rules(world_.unpaid, world_.hold);
    world_.pace = static_cast<int>(world_.dice.between(1, 6));
    shelve();
    const std::int64_t count = world_.dice.between(1, 3);
    for (std::uint32_t i = 1; i <= count; ++i) {
        Browser& browser = browsers_.emplace_back(world_, gateway_, catalog_, i);
        world_.scheduler.spawn("browser", [&browser] { browser.live(); });
    }
    for (std::int64_t i = world_.dice.between(1, 2); i > 0; --i)
        world_.scheduler.spawn("owner", [this] { Owner(world_, provider_, products_).keep_shop(); });
    world_.scheduler.spawn("schedule", [this] { sweep_the_floor(); });
    world_.scheduler.spawn("door", [this] { welcome_shoppers(); });
    world_.scheduler.spawn("misfortune", [this] { disturb(); });
}

// They come in bursts: what is scarce is wanted by many at once.
void Simulation::welcome_shoppers() {
    while (!world_.closing) {
        for (std::int64_t i = world_.dice.between(1, 5); i > 0; --i) {
            Browser* follower = world_.happens(0.3) ? &world_.dice.one_of(browsers_) : nullptr;
            const int number = ++shoppers_;
            const Duration after = world_.dice.between(Duration{0}, Duration{100ms});
            if (world_.happens(0.2)) {
                welcome_hoarders(number, after);
                continue;
            }
            world_.scheduler.spawn(
                "shopper", [this, follower, number] { Shopper(world_, provider_, products_, follower, number).shop(); },
                after);
        }
        world_.scheduler.sleep(world_.pace * world_.dice.between(Duration{100ms}, Duration{20s}));
    }
}

// Two at once from one network: each must see what the other holds.
void Simulation::welcome_hoarders(int number, Duration after) {
    const std::string network = "hoard-" + std::to_string(world_.dice.between(1, 3));
    for (const int one : {number, ++shoppers_})
        world_.scheduler.spawn(
            "hoarder", [this, one, network] { Shopper(world_, provider_, products_, nullptr, one).hoard(network); },
            after);
}

// Every minute; now and then the schedule fails, and a sweep may still go on when the next begins.
void Simulation::sweep_the_floor() {
    while (true) {
        world_.scheduler.sleep(Duration{60s});
        if (world_.strikes(world_.faults.crash)) continue;
        world_.scheduler.spawn("sweeper", [this] {
            Invocation invocation(world_, Duration{60s});
            ProviderPort port(world_, provider_, invocation.deadline);
            const auto swept = sweep(invocation.shop, port, invocation.context);
            world_.note("sweep", swept.left > 0 ? "some are left" : "done");
        });
    }
}

// What befalls no port call: clocks are set, the feed is lost as a whole.
void Simulation::disturb() {
    while (!world_.closing) {
        world_.scheduler.sleep(world_.dice.between(Duration{1s}, Duration{20s}));
        if (world_.happens(world_.faults.clock_step))
            world_.dice.one_of(world_.clock_error) = vitrine::Milliseconds{world_.dice.between(-5'000, 5'000)};
        if (!world_.happens(world_.faults.feed_lost)) continue;
        world_.note("feed", "lost");
        for (const auto& item : world_.store.items("feed")) {
            const store::Delete all{"feed", {{"topic", item.at("topic")}, {"seq", item.at("seq")}}, {}};
            if (!world_.store.remove(no_deadline, all)) world_.ledger.broken("the feed cannot be lost");
        }
    }
}

void Simulation::come_to_rest() {
    world_.closing = true;
    world_.faults = Faults::none();
    world_.note("rest", "faults and errands cease");
    const std::uint64_t most = world_.scheduler.steps() + max_steps_to_rest;
    const Duration end = world_.scheduler.now() + world_.hold + long_enough;
    while (!world_.ledger.complaint() && world_.scheduler.next_due() <= end) {
        if (world_.scheduler.steps() > most) return world_.ledger.broken("the shop does not come to rest");
        world_.scheduler.step();
    }
}

void Simulation::close() {
    world_.ledger.close(world_.store.items("orders"), world_.store.items("products"));
    world_.ledger.close_payments(world_.store.items("orders"), provider_);
    for (std::uint32_t i = 0; i < browsers_.size(); ++i) compare(i + 1, browsers_[i]);
}

// Once all is quiet a browser holds the tables' state.
void Simulation::compare(std::uint32_t number, const Browser& browser) {
    for (const auto& item : world_.store.items("products")) {
        const Told now = told_by(*product_from(item));
        const auto known = browser.model().known().find(now.product);
        const bool held = known != browser.model().known().end();
        if (!held && !now.card) continue;
        if (!held || known->second.rev != now.rev || known->second.card.has_value() != now.card.has_value() ||
            (now.card && boost::json::parse(*known->second.card) != boost::json::parse(*now.card)))
            return world_.ledger.broken(fmt::format("invariant 5: browser {} holds {} at rev {}, the table is at {}",
                                                    number, now.product, held ? known->second.rev : 0, now.rev));
    }
    for (const auto& [topic, one] : browser.followed()) {
        const bool order = std::holds_alternative<OrderId>(one.claim.of);
        const store::GetRequest request =
            order ? store::GetRequest{"orders", {{"pk", topic}}}
                  : store::GetRequest{"baskets", {{"id", topic.substr(std::string_view("basket#").size())}}};
        const auto item = world_.store.get(no_deadline, request, store::Read::consistent);
        if (!item || !*item || (*item)->at("rev") != store::Value(one.rev))
            world_.ledger.broken(fmt::format("browser {} follows {} and holds rev {}", number, topic, one.rev));
    }
}

}  // namespace

Verdict simulate(const Run& run, Stacks& stacks) {
    return Simulation(run, stacks).run();
}

}  // namespace shop::simulation
