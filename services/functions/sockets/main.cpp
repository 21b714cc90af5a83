// The wiring of the function `sockets`.
#include <cstdlib>

#include "services/aws/dynamodb.hpp"
#include "services/functions/sockets/sockets.hpp"

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

    const sockets::Settings settings{
        .access = {http::SecretHashes(text("ORIGIN_SECRET_HASHES")), http::SecretHashes(text("EDITOR_KEY_HASHES")),
                   text("EDITOR_OPEN") == "true"},
        .allowed_origins = sockets::read_origins(text("ALLOWED_ORIGINS")),
        .connections = text("CONNECTIONS_TABLE"),
    };
    const application::Shop shop{
        **store,
        world.clock,
        world.random,
        {.baskets = text("BASKETS_TABLE"), .orders = text("ORDERS_TABLE"), .feed = text("FEED_TABLE")},
        *domain::Currency::parse("XXX")};  // ISO 4217: none. No money is said here
    (*store)->connect({vitrine::Deadline::in(vitrine::Milliseconds{2'000})});
    return aws::run(runtime, [&](const aws::Event& event) { return sockets::handle(settings, shop, event); });
}
