// A shopper fills a basket, orders, and does what shoppers do to a shop: clicks twice, reloads, orders in two tabs,
// changes the basket meanwhile, comes back with the same key and another address.
#pragma once

#include <string>
#include <vector>

#include "services/baskets/create_basket.hpp"
#include "services/orders/place_order.hpp"
#include "tests/simulation/browser.hpp"
#include "tests/simulation/provider.hpp"

namespace shop::simulation {

class Shopper {
public:
    Shopper(World& world, Provider& provider, const std::vector<std::string>& products, Browser* follower, int number)
        : world_(world), provider_(provider), products_(products), follower_(follower), number_(number) {
        live_at("home-" + std::to_string(number));
    }
    void shop();
    // Orders as much as it is let have of everything, from one of few networks, and never pays.
    void hoard(const std::string& network);

private:
    void live_at(std::string network);
    [[nodiscard]] bool take_basket();
    [[nodiscard]] bool fill_basket();
    [[nodiscard]] bool set_line(const std::string& product, std::int64_t units);
    [[nodiscard]] Checkout checkout(const std::string& key) const;
    // Sends it until it is answered for good. False: refused, or given up without an answer.
    bool order(const Checkout& checkout);
    bool take_what_is_left(const Error& refused);
    void meddle();
    void come_back(const Checkout& checkout);
    void cancel();
    void pay();
    bool pay_once();  // true: that is settled, one way or the other
    [[nodiscard]] bool persists();
    void think(Duration most);

    World& world_;
    Provider& provider_;
    const std::vector<std::string>& products_;
    Browser* follower_;
    int number_;
    std::string network_;
    std::optional<NewBasket> basket_;
    Money total_;
    Rev rev_;
    std::optional<PlacedOrder> placed_;
    std::optional<Error> refused_;
};

}  // namespace shop::simulation
