#include "services/baskets/basket_routes.hpp"

#include <utility>

#include "services/baskets/basket_bounds.hpp"
#include "services/baskets/basket_json.hpp"
#include "services/baskets/create_basket.hpp"
#include "services/baskets/get_basket.hpp"
#include "services/baskets/set_line.hpp"
#include "services/http/etag.hpp"
#include "services/http/fields.hpp"

namespace shop {
namespace {

// "3-57": the basket's rev and the sum of its products', so that it changes with each price and stock it shows.
std::string etag_of(const BasketView& view) {
    std::int64_t sum = 0;
    for (const auto& line : view.priced.lines) sum += line.product.rev.number;
    return in_quotes(std::to_string(view.basket.rev.number) + '-' + std::to_string(sum));
}

AdmitsBasket admits_basket(const Request& request) {
    const auto if_match = request.header("if-match");
    if (!if_match) return {};
    return [list = parse_tags(*if_match)](const BasketView& view) { return list.admits(etag_of(view)); };
}

Answer create_basket(const Shop& shop, const Call& call) {
    auto made = create_basket(shop, call.context);
    if (!made) return fail(std::move(made.error()));
    const BasketView view{std::move(made->basket), {}};
    return created("baskets/" + view.basket.id.text(), basket_json(view, shop.currency, made->token));
}

Response basket_response(const Shop& shop, const BasketView& view) {
    return json_response(200, basket_json(view, shop.currency), caching::never);
}

Answer get_basket(const Shop& shop, const Call& call) {
    const auto id = BasketId::parse(call.request.path_parameter("id"));
    if (!id) return fail(problems::not_found);
    const auto view = get_basket(shop, call.context, *id, bearer_token(call.request));
    if (!view) return fail(view.error());
    return with_etag(call.request, basket_response(shop, *view), etag_of(*view));
}

Answer set_line(const Shop& shop, const Call& call, std::optional<Quantity> quantity) {
    const auto id = BasketId::parse(call.request.path_parameter("id"));
    auto product = ProductId::parse(call.request.path_parameter("productId"));
    if (!id || !product) return fail(problems::not_found);
    const auto view = set_line(shop, call.context, *id, bearer_token(call.request), {*std::move(product), quantity},
                               admits_basket(call.request));
    if (!view) return fail(view.error());
    Response response = basket_response(shop, *view);
    response.headers.emplace_back("etag", etag_of(*view));
    return response;
}

Answer put_line(const Shop& shop, const Call& call) {
    FieldErrors errors;
    Fields fields(call.body, errors);
    const auto quantity = fields.number("quantity", bounds::quantity, Need::required);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return set_line(shop, call, Quantity::of(*quantity));
}

Answer delete_line(const Shop& shop, const Call& call) {
    return set_line(shop, call, std::nullopt);
}

}  // namespace

std::vector<Route> basket_routes(const Shop& shop) {
    return {
        {"POST /api/v1/baskets", Access::everyone, Body::nothing, Query::none, with_shop(shop, create_basket)},
        {"GET /api/v1/baskets/{id}", Access::everyone, Body::none, Query::none, with_shop(shop, get_basket)},
        {"PUT /api/v1/baskets/{id}/lines/{productId}", Access::everyone, Body::json, Query::none,
         with_shop(shop, put_line)},
        {"DELETE /api/v1/baskets/{id}/lines/{productId}", Access::everyone, Body::none, Query::none,
         with_shop(shop, delete_line)},
    };
}

}  // namespace shop
