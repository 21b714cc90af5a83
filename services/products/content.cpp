#include "services/products/content.hpp"

#include <algorithm>
#include <utility>

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

}  // namespace

Product made_of(NewProduct request, ProductId id, Instant now) {
    return {.id = std::move(id),
            .rev = {},
            .content_rev = {},
            .name = std::move(request.name),
            .description = std::move(request.description),
            .category = std::move(request.category),
            .search_words = std::move(request.search_words),
            .price = request.price,
            .previous_price = std::nullopt,
            .price_changed_at = std::nullopt,
            .changed_at = std::nullopt,
            .stock = Stock::initial(request.available),
            .images = {},
            .status = ProductStatus::active,
            .created_at = now,
            .updated_at = now};
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

}  // namespace shop
