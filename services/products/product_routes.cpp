#include "services/products/product_routes.hpp"

#include <utility>

#include "services/http/cursor.hpp"
#include "services/http/etag.hpp"
#include "services/http/page.hpp"
#include "services/http/parameters.hpp"
#include "services/products/archive_product.hpp"
#include "services/products/list_studio_products.hpp"
#include "services/products/product_bounds.hpp"
#include "services/products/product_item.hpp"
#include "services/products/product_requests.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

Answer get_product(const Shop& shop, const Call& call) {
    const auto id = ProductId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    auto product = read_product(shop, call.context, *id);
    if (!product) return fail(std::move(product.error()));
    if (!*product || (*product)->status != ProductStatus::active) return fail(problems::not_found);
    return with_etag(call.request, json_response(200, product_json(**product, shop.currency), caching::revalidate),
                     etag_of((*product)->rev));
}

Answer create_product(const Shop& shop, const Call& call) {
    auto wanted = read_new_product(call.body, shop.currency);
    if (!wanted) return std::unexpected(std::move(wanted.error()));
    const auto product = create_product(shop, call.context, *std::move(wanted));
    if (!product) return fail(product.error());
    return created("products/" + product->id.text(), studio_json(*product, shop.currency));
}

Response content_response(const Shop& shop, const Product& product) {
    return json_response(200, content_json(product, shop.currency), caching::never);
}

Answer get_content(const Shop& shop, const Call& call) {
    const auto id = ProductId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto product = read_product(shop, call.context, *id);
    if (!product) return fail(product.error());
    if (!*product) return fail(problems::not_found);
    return with_etag(call.request, content_response(shop, **product), etag_of((*product)->content_rev));
}

Answer patch_content(const Shop& shop, const Call& call) {
    const auto if_match = call.request.header("if-match");
    if (!if_match) return fail(problems::precondition_required);
    const auto patch = read_content_patch(call.body, shop.currency);
    if (!patch) return std::unexpected(patch.error());
    const auto id = ProductId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto product = edit_content(shop, call.context, *id, seen_content_revs(*if_match), *patch);
    if (!product) return fail(product.error());
    Response response = content_response(shop, *product);
    response.headers.emplace_back("etag", etag_of(product->content_rev));
    return response;
}

Answer adjust_stock(const Shop& shop, const Call& call) {
    const auto adjustment = read_stock_adjustment(call.body);
    if (!adjustment) return std::unexpected(adjustment.error());
    const auto id = ProductId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto product = adjust_stock(shop, call.context, *id, *adjustment, seen_revs(call.request));
    if (!product) return fail(product.error());
    return json_response(200, studio_json(*product, shop.currency), caching::never);
}

Answer archive_product(const Shop& shop, const Call& call) {
    const auto id = ProductId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto done = archive_product(shop, call.context, *id, seen_revs(call.request));
    if (!done) return fail(done.error());
    return Response{204, {{"cache-control", std::string(caching::never)}}, {}};
}

std::optional<ProductId> studio_page_end(const QueryHash& query, std::string_view cursor) {
    const auto mark = decode_cursor(query, cursor);
    return mark ? ProductId::parse(mark->id) : std::nullopt;
}

Answer list_studio(const Shop& shop, const Call& call) {
    const QueryHash hash = QueryHash::of("studio");
    Parameters parameters(call.request.query());
    const auto limit = parameters.number("limit", bounds::studio_limit).value_or(bounds::default_studio_limit);
    const auto cursor = read_cursor(parameters);
    parameters.refuse_others();
    if (!parameters.good()) return fail(problems::invalid_parameter, parameters.take_errors());
    const auto after = cursor ? studio_page_end(hash, *cursor) : std::nullopt;
    if (cursor && !after) return fail(problems::invalid_cursor);
    const auto page = list_studio_products(shop, call.context, static_cast<int>(limit), after);
    if (!page) return fail(page.error());
    const auto shown =
        fitting(page->products, [&](const auto& product) { return studio_json(product, shop.currency); });
    const bool more = shown.cut || page->next;
    const auto next = more && shown.last
                          ? std::optional(encode_cursor(hash, PageMark{shown.last->id.text(), number_value(0)}))
                          : std::nullopt;
    return json_response(200, list_json(shown.items, next), caching::never);
}

}  // namespace

std::vector<Route> product_routes(const Shop& shop) {
    return {
        {"GET /api/v1/products/{id}", Access::everyone, Body::none, Query::none, with_shop(shop, get_product)},
        {"POST /api/v1/products", Access::owner, Body::json, Query::none, with_shop(shop, create_product)},
        {"GET /api/v1/products/{id}/content", Access::owner, Body::none, Query::none, with_shop(shop, get_content)},
        {"PATCH /api/v1/products/{id}/content", Access::owner, Body::merge_patch, Query::none,
         with_shop(shop, patch_content)},
        {"POST /api/v1/products/{id}/stock", Access::owner, Body::json, Query::none, with_shop(shop, adjust_stock)},
        {"DELETE /api/v1/products/{id}", Access::owner, Body::none, Query::none, with_shop(shop, archive_product)},
        {"GET /api/v1/studio/products", Access::owner, Body::none, Query::some, with_shop(shop, list_studio)},
    };
}

}  // namespace shop
