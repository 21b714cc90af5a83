#include "services/catalogue/catalogue_routes.hpp"

#include <utility>

#include "services/catalogue/list_request.hpp"
#include "services/catalogue/listing_json.hpp"

namespace shop {
namespace {

Answer list_products(LiveCatalogue& catalogue, const Call& call) {
    auto wanted = read_list_request(call.request);
    if (!wanted) return std::unexpected(std::move(wanted.error()));
    const auto fresh = catalogue.fresh(call.context);
    if (!fresh) return fail(fresh.error());
    const auto listing = (*fresh)->list(wanted->query);
    const auto cursor = listing.next ? std::optional(encode_cursor(wanted->hash, *listing.next)) : std::nullopt;
    return json_response(200, listing_json(listing, cursor, catalogue.position()), caching::shared_for_a_second);
}

Answer list_categories(LiveCatalogue& catalogue, const Call& call) {
    const auto fresh = catalogue.fresh(call.context);
    if (!fresh) return fail(fresh.error());
    return json_response(200, categories_json((*fresh)->categories()), caching::shared_for_a_second);
}

}  // namespace

std::vector<Route> catalogue_routes(LiveCatalogue& catalogue) {
    return {
        {"GET /api/v1/products", Access::everyone, Body::none, Query::some,
         [&](const Call& call) { return list_products(catalogue, call); }},
        {"GET /api/v1/categories", Access::everyone, Body::none, Query::none,
         [&](const Call& call) { return list_categories(catalogue, call); }},
    };
}

}  // namespace shop
