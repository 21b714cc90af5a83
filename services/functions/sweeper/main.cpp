// The wiring of the function `sweeper`. What woke it says nothing that it needs to know.
#include <cstdlib>

#include "services/application/simulated_payments.hpp"
#include "services/application/sweep.hpp"
#include "services/functions/retention.hpp"
#include "services/functions/wiring.hpp"

using namespace shop;

namespace {

aws::Answer sweep(const application::Shop& shop, application::Payments& payments, const aws::Event& event) {
    const auto swept = application::sweep(shop, payments, {event.deadline});
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
    const application::Tables tables{.products = settings.table("PRODUCTS_TABLE"),
                                     .orders = settings.table("ORDERS_TABLE")};
    const domain::Currency currency = settings.currency("CURRENCY");
    const domain::Retention retention = functions::retention(settings);
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const application::Shop shop{.store = **wiring.store,
                                 .clock = wiring.world.clock,
                                 .random = wiring.world.random,
                                 .tables = tables,
                                 .currency = currency,
                                 .retention = retention};
    application::SimulatedPayments payments(**wiring.store, shop.tables.orders, [&](const store::Context& asked) {
        wiring.world.pause(asked.deadline.left());
    });
    return wiring.run([&](const aws::Event& event) { return sweep(shop, payments, event); });
}
