// The wiring of the function `catalog`.
#include <malloc.h>

#include <cstdlib>

#include "services/catalogue/catalogue_routes.hpp"
#include "services/feed/feed_routes.hpp"
#include "services/functions/catalog/version.hpp"
#include "services/functions/http_wiring.hpp"
#include "services/meta/meta_routes.hpp"
#include "services/products/product_routes.hpp"

using namespace shop;

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const AccessRules access = functions::access_rules(settings);
    const Tables tables{.products = settings.table("PRODUCTS_TABLE"), .feed = settings.table("FEED_TABLE")};
    const Currency currency = settings.currency("CURRENCY");
    const Meta meta{version::number,   version::commit, settings.word("STAGE"), currency, settings.flag("SIMULATOR"),
                    access.editor_open};
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables, currency};
    LiveCatalogue catalogue(shop, wiring.runtime.log);
    // A feed or table that is away now may be back with the first event: it will try again.
    if (const auto loaded = catalogue.load({vitrine::Deadline::in(vitrine::Milliseconds{8'000})}); !loaded) {
        wiring.runtime.log.warning("The catalogue is not loaded yet: {Cause}", {{"Cause", loaded.error().cause}});
    }
    malloc_trim(0);  // what loading took beside the catalogue goes back to the system
    const Service service(
        access, currency, wiring.world.random,
        joined({product_routes(shop), catalogue_routes(catalogue), feed_routes(shop), meta_routes(meta)}));
    return functions::serve(wiring, service);
}
