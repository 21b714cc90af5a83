// The owner edits what a product says and costs, never its stock.
#pragma once

#include "services/products/content.hpp"
#include "services/shop/error.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// not_found; precondition_failed where the content is another than what was seen; invalid_content where an
// image is not the product's or stands twice. An edit that changes nothing makes no new revision.
[[nodiscard]] Outcome<Product> edit_content(const Shop& shop, const store::Context& context, const ProductId& id,
                                            const SeenContentRevs& seen, const ContentPatch& patch);

}  // namespace shop
