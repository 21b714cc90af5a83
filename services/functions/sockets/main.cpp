// The wiring of the function `sockets`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/live/management.hpp"
#include "services/live/sockets.hpp"

using namespace shop;

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const sockets::Settings rules{
        .access = functions::access_rules(settings),
        .allowed_origins = sockets::read_origins(settings.origins("ALLOWED_ORIGINS")),
        .connections = settings.table("CONNECTIONS_TABLE"),
    };
    const Tables tables{.baskets = settings.table("BASKETS_TABLE"),
                        .orders = settings.table("ORDERS_TABLE"),
                        .feed = settings.table("FEED_TABLE")};
    settings.check_url("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI");
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    constexpr int any_rate = 0;  // it says something to a connection only as it ends it
    const auto connections = aws::Management::create(wiring.environment, wiring.world, any_rate);
    if (!connections) return wiring.refuse(connections.error());

    const Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables,
                    Currency::none()};  // no money is said here
    MessageBudget budget(rules.connections);
    const sockets::Ports ports{shop, **connections, budget};
    return wiring.run([&](const aws::Event& event) { return sockets::handle(rules, ports, event); });
}
