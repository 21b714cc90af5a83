#include "tests/simulation/flood.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/baskets/create_basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/orders/pay_order.hpp"
#include "services/orders/place_order.hpp"
#include "services/orders/simulated_payments.hpp"
#include "services/orders/sweep.hpp"
#include "services/orders/test_orders.hpp"
#include "services/products/adjust_stock.hpp"
#include "services/testing/test_world.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/world.hpp"

namespace shop::simulation {
namespace {

using namespace std::chrono_literals;

constexpr auto tick = 1s;
constexpr auto between_shoppers = 10s;
constexpr auto between_tries = 30s;
constexpr auto patience = 10min;
constexpr auto until_paid = 60s;
constexpr auto between_sweeps = 60s;

struct Honest {
    std::string network;
    Instant came;
    Instant next_try;
};

struct Payable {
    PlacedOrder placed;
    Instant due;
};

class FloodedShop {
public:
    explicit FloodedShop(const Flood& flood) : flood_(flood), dice_(flood.seed) {
        world_.context = no_deadline;
        world_.shop.unpaid = flood.limits;
        world_.shelve(testing::product("lamp", 100, flood.stock));
    }

    FloodResult run() {
        const Instant began = world_.now, end = began + flood_.lasting;
        for (; world_.now < end; world_.now += tick) {
            if ((world_.now - began) % between_sweeps == 0s) (void)sweep(world_.shop, payments_, world_.context);
            const bool comes = (world_.now - began) % between_shoppers == 0s;
            if (comes) waiting_.push_back({"honest-" + std::to_string(++result_.shoppers), world_.now, world_.now});
            settle();
            // Neither side is always the first of its second.
            const bool honest_first = dice_.chance(0.5);
            if (honest_first) shop_honestly();
            for (int i = 0; i < flood_.addresses; ++i) grab("flood-" + std::to_string(i));
            if (!honest_first) shop_honestly();
            held_ += static_cast<double>(stock().reserved) / static_cast<double>(flood_.stock);
            ++ticks_;
        }
        result_.held = held_ / ticks_;
        return result_;
    }

private:
    [[nodiscard]] Stock stock() { return world_.on_shelf("lamp").stock; }

    Outcome<PlacedOrder> order(const std::string& network, std::int64_t units) {
        const auto made = create_basket(world_.shop, world_.context).value();
        const LineRequest request{testing::product_id("lamp"), Quantity::of(units)};
        (void)set_line(world_.shop, world_.context, made.basket.id, made.token, request);
        return place_order(world_.shop, world_.context,
                           {"key", made.basket.id, std::nullopt, testing::ada(), Money{1'000'000}, network},
                           made.token);
    }

    // As much as there is, or as the refusal says may be had.
    void grab(const std::string& network) {
        const std::int64_t available = stock().available;
        if (available == 0) return;
        const auto first = order(network, std::min<std::int64_t>(available, 99));
        const auto* lines = first ? nullptr : std::get_if<ShortLines>(&first.error().facts);
        if (lines == nullptr || lines->empty() || lines->front().available == 0) return;
        (void)order(network, lines->front().available);
    }

    void shop_honestly() {
        std::erase_if(waiting_, [&](Honest& shopper) {
            if (shopper.next_try > world_.now) return false;
            if (auto placed = order(shopper.network, 1)) {
                ++result_.in_the_end;
                if (shopper.came == world_.now) ++result_.at_once;
                payable_.push_back({*std::move(placed), world_.now + until_paid});
                return true;
            }
            shopper.next_try = world_.now + between_tries;
            return world_.now >= shopper.came + patience;
        });
    }

    // Who holds, pays; the owner puts as much on the shelf.
    void settle() {
        std::erase_if(payable_, [&](const Payable& one) {
            if (one.due > world_.now) return false;
            (void)pay_order(world_.shop, payments_, world_.context, one.placed.order.id, one.placed.token,
                            {"simulator", Instrument::ok});
            (void)adjust_stock(world_.shop, world_.context, testing::product_id("lamp"), {Delta{1}, {}});
            return true;
        });
    }

    Flood flood_;
    Dice dice_;
    testing::World world_;
    SimulatedPayments payments_{world_.store, "orders", [](const store::Context&) {}};
    std::vector<Honest> waiting_;
    std::vector<Payable> payable_;
    FloodResult result_;
    double held_ = 0;
    int ticks_ = 0;
};

}  // namespace

FloodResult simulate(const Flood& flood) {
    return FloodedShop(flood).run();
}

}  // namespace shop::simulation
