#include "services/products/edit_content.hpp"

#include <algorithm>
#include <utility>

#include "services/products/product_item.hpp"
#include "services/products/product_shape.hpp"
#include "services/products/products.hpp"

namespace shop {
namespace {

using Images = std::vector<Image>;

std::expected<Images, FieldErrors> rearranged(const Images& images, const std::vector<ImageEdit>& edits) {
    Images result;
    FieldErrors errors;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const std::string pointer = "/images/" + std::to_string(i) + "/id";
        const auto image = std::ranges::find(images, edits[i].id, image_id);
        if (image == images.end()) {
            errors.push_back({pointer, "The product has no such picture."});
        } else if (std::ranges::find(result, edits[i].id, image_id) != result.end()) {
            errors.push_back({pointer, "The picture stands in the list already."});
        } else {
            result.push_back(*image);
            result.back().alt = edits[i].alt;
        }
    }
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return result;
}

std::expected<Product, FieldErrors> patched(Product product, const ContentPatch& patch, Instant now) {
    if (patch.name) product.name = *patch.name;
    if (patch.description) product.description = *patch.description;
    if (patch.category) product.category = *patch.category;
    if (patch.search_words) product.search_words = *patch.search_words;
    if (patch.price) reprice(product, *patch.price, now);
    if (patch.status) product.status = *patch.status;
    if (patch.images) {
        auto images = rearranged(product.images, *patch.images);
        if (!images) return std::unexpected(std::move(images.error()));
        product.images = *std::move(images);
    }
    return product;
}

// Only what the owner edits is set: stock and rev move under us.
store::Modify modification(const Shop& shop, const Product& before, const Product& after, Instant now) {
    store::Item item = item_of(after);
    store::Update update;
    for (const char* name : {"name", "description", "category", "searchWords", "price", "images", "status",
                             "previousPrice", "priceChangedAt"}) {
        if (const auto at = item.find(name); at != item.end())
            update.emplace_back(store::Set{name, std::move(at->second)});
    }
    if (after.search_words.empty() && !before.search_words.empty()) update.emplace_back(store::Remove{"searchWords"});
    if (after.price != before.price) update.emplace_back(store::Set{"changedAt", vitrine::rfc3339(now)});
    update.emplace_back(store::Set{"updatedAt", vitrine::rfc3339(now)});
    update.emplace_back(store::Increase{"rev", 1});
    update.emplace_back(store::Increase{"contentRev", 1});
    return {shop.tables.products, product_key(after.id), std::move(update),
            store::equals("contentRev", before.content_rev.number)};
}

}  // namespace

Outcome<Product> edit_content(const Shop& shop, const store::Context& context, const ProductId& id,
                              const SeenContentRevs& seen, const ContentPatch& patch) {
    return update_product(shop, context, id, [&](const StoredProduct& stored) -> Outcome<std::optional<store::Modify>> {
        const Product& before = stored.product;
        if (!seen.admits(before.content_rev)) return refuse(Refusal::precondition_failed);
        const Instant now = shop.clock();
        const auto after = patched(before, patch, now);
        if (!after) return refuse(Refusal::invalid_content, {}, after.error());
        if (*after == before) return std::nullopt;
        return modification(shop, before, *after, now);
    });
}

}  // namespace shop
