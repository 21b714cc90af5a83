// The wiring of the function `sockets`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/functions/sockets/sockets.hpp"

using namespace shop;

int main() {
    const functions::Wiring wiring(std::getenv);
    const auto& store = wiring.store;
    if (!store) return wiring.refuse(store.error());

    const sockets::Settings settings{
        .access = functions::access_rules(wiring),
        .allowed_origins = sockets::read_origins(wiring.text("ALLOWED_ORIGINS")),
        .connections = wiring.text("CONNECTIONS_TABLE"),
    };
    const application::Shop shop{**store,
                                 wiring.world.clock,
                                 wiring.world.random,
                                 {.baskets = wiring.text("BASKETS_TABLE"),
                                  .orders = wiring.text("ORDERS_TABLE"),
                                  .feed = wiring.text("FEED_TABLE")},
                                 domain::Currency::none()};  // no money is said here
    return wiring.run([&](const aws::Event& event) { return sockets::handle(settings, shop, event); });
}
