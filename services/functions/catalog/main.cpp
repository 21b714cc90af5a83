// The wiring of the function `catalog`.
#include <malloc.h>

#include <cstdlib>

#include "services/application/live_catalogue.hpp"
#include "services/functions/catalog/version.hpp"
#include "services/functions/http_wiring.hpp"
#include "services/http/catalog_api.hpp"

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
                                 {.products = wiring.text("PRODUCTS_TABLE"), .feed = wiring.text("FEED_TABLE")},
                                 *currency};
    application::LiveCatalogue catalogue(shop, wiring.runtime.log);
    // A feed or table that is away now may be back with the first event: it will try again.
    if (const auto loaded = catalogue.load({vitrine::Deadline::in(vitrine::Milliseconds{8'000})}); !loaded) {
        wiring.runtime.log.warning("The catalogue is not loaded yet: {Cause}", {{"Cause", loaded.error().cause}});
    }
    malloc_trim(0);  // what loading took beside the catalogue goes back to the system
    const http::Meta meta{version::number, version::commit, wiring.text("STAGE"), wiring.is_on("SIMULATOR"),
                          access.editor_open};
    const http::Service service(access, *currency, wiring.world.random, http::catalog_routes(shop, catalogue, meta));
    return functions::serve(wiring, service);
}
