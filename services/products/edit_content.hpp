// The owner edits what a product says and costs, never its stock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/products/product.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

struct ImageEdit {
    std::string id;  // image_id
    std::string alt;
};

// What is absent stays. `images` is the whole list in its new order; one left out is removed.
struct ContentPatch {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<Category> category;
    std::optional<std::vector<std::string>> search_words;  // the whole list
    std::optional<Money> price;
    std::optional<std::vector<ImageEdit>> images;
    std::optional<ProductStatus> status;
};

// not_found; precondition_failed where the content is another than what was seen; invalid_content where an
// image is not the product's or stands twice. An edit that changes nothing makes no new revision.
[[nodiscard]] Outcome<Product> edit_content(const Shop& shop, const store::Context& context, const ProductId& id,
                                            const SeenContentRevs& seen, const ContentPatch& patch);

}  // namespace shop
