// The wiring of the function `orders`.
#include <charconv>
#include <cstdlib>

#include "services/application/simulated_payments.hpp"
#include "services/aws/dynamodb.hpp"
#include "services/aws/runtime.hpp"
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
    const auto text = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    const aws::Environment environment = aws::read_environment(std::getenv);
    const aws::RuntimeOptions runtime{environment.runtime_api, aws::function_log(environment)};
    const aws::World world = aws::system_world();
    const auto store = aws::DynamoDb::create(environment, world);
    if (!store) return aws::report_init_failure(runtime, {"Environment", store.error()});
    const auto currency = domain::Currency::parse(text("CURRENCY"));
    if (!currency) return aws::report_init_failure(runtime, {"Environment", "CURRENCY is no ISO 4217 code"});
    const auto hold = read_seconds(text("HOLD_SECONDS"));
    if (!hold) return aws::report_init_failure(runtime, {"Environment", "HOLD_SECONDS is no number of seconds"});

    const http::AccessRules access{http::SecretHashes(text("ORIGIN_SECRET_HASHES")),
                                   http::SecretHashes(text("EDITOR_KEY_HASHES")), text("EDITOR_OPEN") == "true"};
    const application::Shop shop{
        **store,
        world.clock,
        world.random,
        {.products = text("PRODUCTS_TABLE"), .baskets = text("BASKETS_TABLE"), .orders = text("ORDERS_TABLE")},
        *currency,
        *hold};
    application::SimulatedPayments payments(**store, shop.tables.orders,
                                            [&](const store::Context& asked) { world.pause(asked.deadline.left()); });
    const auto simulator = text("SIMULATOR") == "true" ? http::Simulator::open : http::Simulator::closed;
    const http::Service service(access, *currency, world.random, http::order_routes(shop, payments, access, simulator));
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) -> aws::Answer {
        auto answer = service.answer(event.payload, event.deadline, event.trace_id, event.log);
        if (!answer) return std::unexpected(aws::Failure{"BadEvent", std::move(answer.error())});
        return *std::move(answer);
    });
}
