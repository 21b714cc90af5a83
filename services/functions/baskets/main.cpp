// The wiring of the function `baskets`.
#include <cstdlib>

#include "services/aws/dynamodb.hpp"
#include "services/aws/runtime.hpp"
#include "services/http/baskets_api.hpp"

using namespace shop;

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

    const http::AccessRules access{http::SecretHashes(text("ORIGIN_SECRET_HASHES")), {}, false};
    const application::Shop shop{**store,
                                 world.clock,
                                 world.random,
                                 {.products = text("PRODUCTS_TABLE"), .baskets = text("BASKETS_TABLE")},
                                 *currency};
    const http::Service service(access, *currency, world.random, http::basket_routes(shop));
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) -> aws::Answer {
        auto answer = service.answer(event.payload, event.deadline, event.trace_id, event.log);
        if (!answer) return std::unexpected(aws::Failure{"BadEvent", std::move(answer.error())});
        return *std::move(answer);
    });
}
