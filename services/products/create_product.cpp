#include "services/products/create_product.hpp"

#include <utility>

#include "services/products/product_item.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

std::optional<ProductId> id_for(const NewProduct& request) {
    if (request.id) return request.id;
    const auto slug = slug_of(request.name);
    return slug ? ProductId::parse(*slug) : std::nullopt;
}

}  // namespace

Outcome<Product> create_product(const Shop& shop, const store::Context& context, NewProduct request) {
    auto id = id_for(request);
    if (!id) {
        return refuse(
            Refusal::invalid_content, {},
            FieldErrors{
                {"/id",
                 "An id has only a to z, 0 to 9 and hyphens, and the name does not make one: send the id, too."}});
    }
    const Product product = made_of(std::move(request), *std::move(id), shop.clock());
    const Operation operation = new_operation(shop);
    store::Put put{shop.tables.products, item_of(product), store::not_exists("id")};
    put.item.emplace("op", operation.id);
    const auto done = shop.store.put(context, put);
    if (done) return product;
    if (done.error().fault == store::Fault::in_doubt) {
        const auto current = shop.store.get(context, {put.table, product_key(product.id)}, store::Read::consistent);
        if (current && carries(*current, operation)) return product;
    }
    if (done.error().fault != store::Fault::condition_failed) return failed(done.error());
    if (carries(done.error().current, operation)) return product;
    return refuse(Refusal::product_exists, "There is a product " + product.id.text() + " already. Choose another id.");
}

}  // namespace shop
