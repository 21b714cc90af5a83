// The wiring of the function `sockets`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/functions/sockets/sockets.hpp"

using namespace shop;

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const sockets::Settings rules{
        .access = functions::access_rules(settings),
        .allowed_origins = sockets::read_origins(settings.origins("ALLOWED_ORIGINS")),
        .connections = settings.table("CONNECTIONS_TABLE"),
    };
    const application::Tables tables{.baskets = settings.table("BASKETS_TABLE"),
                                     .orders = settings.table("ORDERS_TABLE"),
                                     .feed = settings.table("FEED_TABLE")};
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const application::Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables,
                                 domain::Currency::none()};  // no money is said here
    return wiring.run([&](const aws::Event& event) { return sockets::handle(rules, shop, event); });
}
