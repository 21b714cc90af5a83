// The owner takes a product out of the shop. It stays in the studio, and its orders stay as they are.
#pragma once

#include "services/application/error.hpp"
#include "services/application/seen_revs.hpp"
#include "services/application/shop.hpp"
#include "services/domain/ids.hpp"

namespace shop::application {

// not_found where there is no such product; precondition_failed where it is another than was seen. Archiving twice is
// archiving once.
[[nodiscard]] Outcome<void> archive_product(const Shop& shop, const store::Context& context,
                                            const domain::ProductId& id, const SeenRevs& seen = whatever_rev);

}  // namespace shop::application
