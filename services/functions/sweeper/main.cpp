// The wiring of the function `sweeper`. What woke it says nothing that it needs to know.
#include <cstdlib>

#include "services/functions/retention.hpp"
#include "services/functions/wiring.hpp"
#include "services/orders/simulated_payments.hpp"
#include "services/orders/sweep.hpp"

using namespace shop;

namespace {

aws::Answer sweep(const Shop& shop, Payments& payments, const aws::Event& event) {
    const auto swept = sweep(shop, payments, {event.deadline});
    const vitrine::Properties counts{{"Expired", swept.expired},
                                     {"Settled", swept.settled},
                                     {"Refunded", swept.refunded},
                                     {"Left", swept.left},
                                     {"All", swept.all}};
    event.log.debug("Swept {Expired} holds, {Settled} payments, {Refunded} refunds", counts);
    if (!swept.cause.empty()) {
        event.log.error("{Left} orders are left for the next sweep: {Cause}",
                        {{"Left", swept.left}, {"Cause", swept.cause}});
    }
    return "{}";
}

}  // namespace

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const Tables tables{.products = settings.table("PRODUCTS_TABLE"), .orders = settings.table("ORDERS_TABLE")};
    const Currency currency = settings.currency("CURRENCY");
    const Retention retention = functions::retention(settings);
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const Shop shop{.store = **wiring.store,
                    .clock = wiring.world.clock,
                    .random = wiring.world.random,
                    .tables = tables,
                    .currency = currency,
                    .retention = retention};
    SimulatedPayments payments(**wiring.store, shop.tables.orders,
                               [&](const store::Context& asked) { wiring.world.pause(asked.deadline.left()); });
    return wiring.run([&](const aws::Event& event) { return sweep(shop, payments, event); });
}
