// The wiring of the function `baskets`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/http/baskets_api.hpp"

using namespace shop;

int main() {
    const functions::Wiring wiring(std::getenv);
    const auto& store = wiring.store;
    if (!store) return wiring.refuse(store.error());
    const auto currency = wiring.currency();
    if (!currency) return wiring.refuse(currency.error());

    const http::AccessRules access = functions::access_rules(wiring);
    const application::Shop shop{**store,
                                 wiring.world.clock,
                                 wiring.world.random,
                                 {.products = wiring.text("PRODUCTS_TABLE"), .baskets = wiring.text("BASKETS_TABLE")},
                                 *currency};
    const http::Service service(access, *currency, wiring.world.random, http::basket_routes(shop));
    return functions::serve(wiring, service);
}
