// The wiring of the function `orders`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/functions/retention.hpp"
#include "services/orders/order_routes.hpp"
#include "services/orders/simulated_payments.hpp"

using namespace shop;

namespace {

constexpr std::int64_t longest_hold = 86'400;
constexpr std::int64_t max_proxies = 8;
constexpr std::int64_t max_unpaid_orders = 50;  // of 50 lines each they fit into one item

}  // namespace

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    AccessRules access = functions::access_rules(settings);
    access.trusted_proxies = static_cast<int>(settings.number("TRUSTED_PROXIES", 0, max_proxies));
    const Tables tables{.products = settings.table("PRODUCTS_TABLE"),
                        .baskets = settings.table("BASKETS_TABLE"),
                        .orders = settings.table("ORDERS_TABLE")};
    const Currency currency = settings.currency("CURRENCY");
    const std::chrono::seconds hold{settings.number("HOLD_SECONDS", 1, longest_hold)};
    const UnpaidLimits unpaid{
        .share = settings.number("UNPAID_SHARE", 1, 100),
        .orders = static_cast<std::size_t>(settings.number("UNPAID_ORDERS", 1, max_unpaid_orders))};
    const Retention retention = functions::retention(settings);
    const auto simulator = settings.flag("SIMULATOR") ? Simulator::open : Simulator::closed;
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables, currency, hold, unpaid, retention};
    SimulatedPayments payments(**wiring.store, shop.tables.orders,
                               [&](const store::Context& asked) { wiring.world.pause(asked.deadline.left()); });
    const Service service(access, currency, wiring.world.random, order_routes(shop, payments, access, simulator));
    return functions::serve(wiring, service);
}
