// A shop in memory with orders, for the tests of what becomes of them.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/baskets/create_basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/orders/get_order.hpp"
#include "services/orders/order_item.hpp"
#include "services/orders/place_order.hpp"
#include "services/orders/simulated_payments.hpp"
#include "services/orders/test_orders.hpp"
#include "services/testing/test_world.hpp"

namespace shop::testing {

// The simulator, with something in the way where a test wants it.
class WatchedPayments final : public Payments {
public:
    explicit WatchedPayments(World& world) : inner_(world.store, "orders", [](const store::Context&) {}) {}

    std::function<void()> before_charge;  // what happens while the charge is on its way
    bool refunds_fail = false;
    bool refunds_unheard = false;  // done, and never answered
    bool silent = false;           // answers nothing, does nothing
    int refunds = 0;               // that were asked for

    store::Result<Charge> charge(const store::Context& context, const ChargeRequest& request) override {
        if (before_charge) before_charge();
        if (silent) return unanswered();
        return inner_.charge(context, request);
    }
    store::Result<Charge> look_up(const store::Context& context, const std::string& key) override {
        if (silent) return unanswered();
        return inner_.look_up(context, key);
    }
    store::Result<Charge> void_charge(const store::Context& context, const std::string& key) override {
        if (silent) return unanswered();
        return inner_.void_charge(context, key);
    }
    store::Result<void> refund(const store::Context& context, const std::string& key, const std::string& charge_key,
                               Money amount) override {
        ++refunds;
        if (silent || refunds_fail) return std::unexpected(unanswered().error());
        auto done = inner_.refund(context, key, charge_key, amount);
        if (refunds_unheard) return std::unexpected(unanswered().error());
        return done;
    }

private:
    static std::unexpected<store::Error> unanswered() {
        return std::unexpected(store::Error{store::Fault::timed_out, "no answer", {}, {}});
    }
    SimulatedPayments inner_;
};

// A basket of the two products that the tests of orders sell.
[[nodiscard]] inline NewBasket filled(World& world, std::int64_t teapots, std::int64_t kettles = 0) {
    NewBasket made = create_basket(world.shop, world.context).value();
    for (const auto& [id, units] : {std::pair{"teapot", teapots}, std::pair{"kettle", kettles}}) {
        const LineRequest request{product_id(id), Quantity::of(units)};
        EXPECT_TRUE(set_line(world.shop, world.context, made.basket.id, made.token, request));
    }
    return made;
}

class AShopWithOrders : public ::testing::Test {
protected:
    AShopWithOrders() {
        world.shelve(product("teapot", 4900, 12));
        world.shelve(product("kettle", 2500, 3));
    }
    PlacedOrder ordered(std::int64_t teapots, std::int64_t kettles = 0) {
        const NewBasket basket = filled(world, teapots, kettles);
        return place_order(world.shop, world.context,
                           {"key-1", basket.basket.id, std::nullopt, ada(), Money{1'000'000}}, basket.token)
            .value();
    }
    Order now(const PlacedOrder& placed) {
        return get_order(world.shop, world.context, placed.order.id, {{}, true}).value();
    }
    // Every call of the verb fails, carried out or not as `what` does it.
    void fail_each(const std::string& verb, store::Fault fault) {
        world.store.intercept([verb, fault](std::string_view called) -> std::optional<store::Error> {
            if (called != verb) return std::nullopt;
            return store::Error{fault, "on purpose", {}, {}};
        });
    }
    std::vector<store::Item> charges() {
        std::vector<store::Item> found;
        for (auto& item : world.store.items("orders")) {
            if (item.at("pk").text()->starts_with("charge#")) found.push_back(item);
        }
        return found;
    }
    std::string state_of(const store::Item& charge) { return *charge.at("state").text(); }

    World world;
    WatchedPayments payments{world};
};

}  // namespace shop::testing
