// The wiring of the function `baskets`.
#include <cstdlib>

#include "services/functions/http_wiring.hpp"
#include "services/http/baskets_api.hpp"

using namespace shop;

int main() {
    functions::Wiring wiring(std::getenv);
    functions::Settings& settings = wiring.settings;
    const http::AccessRules access{functions::origin_secrets(settings), {}, false};
    const application::Tables tables{.products = settings.table("PRODUCTS_TABLE"),
                                     .baskets = settings.table("BASKETS_TABLE")};
    const domain::Currency currency = settings.currency("CURRENCY");
    if (const std::string why = wiring.why_not(); !why.empty()) return wiring.refuse(why);

    const application::Shop shop{**wiring.store, wiring.world.clock, wiring.world.random, tables, currency};
    const http::Service service(access, currency, wiring.world.random, http::basket_routes(shop));
    return functions::serve(wiring, service);
}
