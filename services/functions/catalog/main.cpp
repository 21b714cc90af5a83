// The wiring of the function `catalog`.
#include <malloc.h>

#include <cstdlib>

#include "services/application/live_catalogue.hpp"
#include "services/aws/dynamodb.hpp"
#include "services/aws/runtime.hpp"
#include "services/functions/catalog/version.hpp"
#include "services/http/catalog_api.hpp"

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

    const http::AccessRules access{http::SecretHashes(text("ORIGIN_SECRET_HASHES")),
                                   http::SecretHashes(text("EDITOR_KEY_HASHES")), text("EDITOR_OPEN") == "true"};
    const application::Shop shop{**store,
                                 world.clock,
                                 world.random,
                                 {.products = text("PRODUCTS_TABLE"), .feed = text("FEED_TABLE")},
                                 *currency};
    application::LiveCatalogue catalogue(shop, runtime.log);
    // A feed or table that is away now may be back with the first event: it will try again.
    if (const auto loaded = catalogue.load({vitrine::Deadline::in(vitrine::Milliseconds{8'000})}); !loaded) {
        runtime.log.warning("The catalogue is not loaded yet: {Cause}", {{"Cause", loaded.error().cause}});
    }
    malloc_trim(0);  // what loading took beside the catalogue goes back to the system
    const http::Meta meta{version::number, version::commit, text("STAGE"), text("SIMULATOR") == "true",
                          access.editor_open};
    const http::Service service(access, *currency, world.random, http::catalog_routes(shop, catalogue, meta));
    return aws::run(runtime, [&](const aws::Event& event) -> aws::Answer {
        auto answer = service.answer(event.payload, event.deadline, event.trace_id, event.log);
        if (!answer) return std::unexpected(aws::Failure{"BadEvent", std::move(answer.error())});
        return *std::move(answer);
    });
}
