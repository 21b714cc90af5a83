// The wiring of the function `baskets`.
#include <cstdlib>

#include "services/baskets/basket_routes.hpp"
#include "services/functions/http_wiring.hpp"

using namespace shop;

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const AccessRules access{functions::origin_secrets(settings), {}, false};
    const Tables tables{.products = settings.table("PRODUCTS_TABLE"), .baskets = settings.table("BASKETS_TABLE")};
    const Currency currency = settings.currency("CURRENCY");
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables, currency};
    const Service service(access, currency, wiring.world.random, basket_routes(shop));
    return functions::serve(wiring, service);
}
