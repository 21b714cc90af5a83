#include "services/baskets/baskets.hpp"

#include <utility>

#include "services/products/products.hpp"

namespace shop {
namespace {

store::Modify modification(const Shop& shop, const Basket& after, Rev before) {
    return {shop.tables.baskets, basket_key(after.id),
            store::Update{store::Set{"lines", lines_value(after)}, store::Set{"rev", after.rev.number},
                          store::Set{"expiresAt", vitrine::epoch_seconds(after.expires_at)}},
            store::all({store::equals("rev", before.number), store::equals("state", name_of(after.state))})};
}

}  // namespace

Outcome<StoredBasket> read_basket(const Shop& shop, const store::Context& context, const BasketId& id,
                                  const Secret& token) {
    const auto item = shop.store.get(context, {shop.tables.baskets, basket_key(id)}, store::Read::consistent);
    if (!item) return failed(item.error());
    if (!*item) return refuse(Refusal::not_found);
    auto stored = basket_from(**item);
    if (!stored) return failed(stored.error(), shop.tables.baskets);
    if (stored->basket.expired(shop.clock()) || !opens(token, stored->token_hash)) return refuse(Refusal::not_found);
    return *std::move(stored);
}

Outcome<BasketView> priced_view(const Shop& shop, const store::Context& context, Basket basket, store::Read read) {
    auto products = read_products(shop, context, products_of(basket), read);
    if (!products) return std::unexpected(std::move(products.error()));
    return priced_view(std::move(basket), *std::move(products));
}

std::vector<ProductId> products_of(const Basket& basket) {
    std::vector<ProductId> ids;
    for (const auto& line : basket.lines) ids.push_back(line.product);
    return ids;
}

Outcome<BasketView> priced_view(Basket basket, std::vector<std::optional<Product>> products) {
    auto priced = price(basket, std::move(products));
    if (!priced) return std::unexpected(Error{Refusal::internal, {}, {}, "a basket's total overflows"});
    return BasketView{std::move(basket), *std::move(priced)};
}

Outcome<bool> write_basket(const Shop& shop, const store::Context& context, const Basket& after, Rev before) {
    const auto written = write(shop, context, modification(shop, after, before), new_operation(shop));
    if (!written) return std::unexpected(written.error());
    return !std::holds_alternative<ConditionFailed>(*written);
}

}  // namespace shop
