// The owner takes a product out of the shop. It stays in the studio, and its orders stay as they are.
#pragma once

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/domain/ids.hpp"

namespace shop::application {

// not_found where there is no such product. Archiving twice is archiving once.
[[nodiscard]] Outcome<void> archive_product(const Shop& shop, const store::Context& context,
                                            const domain::ProductId& id);

}  // namespace shop::application
