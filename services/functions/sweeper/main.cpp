// The wiring of the function `sweeper`. What woke it says nothing that it needs to know.
#include <cstdlib>

#include "services/application/simulated_payments.hpp"
#include "services/application/sweep.hpp"
#include "services/aws/dynamodb.hpp"
#include "services/aws/runtime.hpp"

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
    const auto text = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    const aws::Environment environment = aws::read_environment(std::getenv);
    const aws::RuntimeOptions runtime{environment.runtime_api, aws::function_log(environment)};
    const aws::World world = aws::system_world();
    const auto currency = domain::Currency::parse(text("CURRENCY"));
    if (!currency) return aws::report_init_failure(runtime, {"Environment", "CURRENCY is no ISO 4217 code"});
    const auto store = aws::DynamoDb::create(environment, world);
    if (!store) return aws::report_init_failure(runtime, {"Environment", store.error()});

    const application::Shop shop{**store,
                                 world.clock,
                                 world.random,
                                 {.products = text("PRODUCTS_TABLE"), .orders = text("ORDERS_TABLE")},
                                 *currency};
    application::SimulatedPayments payments(**store, shop.tables.orders,
                                            [&](const store::Context& asked) { world.pause(asked.deadline.left()); });
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) { return sweep(shop, payments, event); });
}
