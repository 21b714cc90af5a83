// The owner takes a product out of the shop. It stays in the studio, and its orders stay as they are.
#pragma once

#include "services/shop/error.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/seen_revs.hpp"
#include "services/shop/shop.hpp"

namespace shop {

// not_found where there is no such product; precondition_failed where it is another than was seen. Of an archived
// product nothing changes, and that is no error.
[[nodiscard]] Outcome<void> archive_product(const Shop& shop, const store::Context& context, const ProductId& id,
                                            const SeenRevs& seen = whatever_rev);

}  // namespace shop
