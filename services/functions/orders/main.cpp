// The wiring of the function `orders`.
#include <charconv>
#include <cstdlib>

#include "services/application/simulated_payments.hpp"
#include "services/functions/http_wiring.hpp"
#include "services/http/orders_api.hpp"

using namespace shop;

namespace {

// nullopt where it is no whole number of seconds above 0.
std::optional<std::chrono::seconds> read_seconds(const std::string& text) {
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds <= 0) return std::nullopt;
    return std::chrono::seconds{seconds};
}

}  // namespace

int main() {
    const functions::Wiring wiring(std::getenv);
    const auto& store = wiring.store;
    if (!store) return wiring.refuse(store.error());
    const auto currency = wiring.currency();
    if (!currency) return wiring.refuse(currency.error());
    const auto hold = read_seconds(wiring.text("HOLD_SECONDS"));
    if (!hold) return wiring.refuse("HOLD_SECONDS is no number of seconds");

    const http::AccessRules access = functions::access_rules(wiring);
    const application::Shop shop{**store,
                                 wiring.world.clock,
                                 wiring.world.random,
                                 {.products = wiring.text("PRODUCTS_TABLE"),
                                  .baskets = wiring.text("BASKETS_TABLE"),
                                  .orders = wiring.text("ORDERS_TABLE")},
                                 *currency,
                                 *hold};
    application::SimulatedPayments payments(
        **store, shop.tables.orders, [&](const store::Context& asked) { wiring.world.pause(asked.deadline.left()); });
    const auto simulator = wiring.is_on("SIMULATOR") ? http::Simulator::open : http::Simulator::closed;
    const http::Service service(access, *currency, wiring.world.random,
                                http::order_routes(shop, payments, access, simulator));
    return functions::serve(wiring, service);
}
