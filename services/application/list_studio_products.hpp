// All products page by page, archived ones too, in no promised order.
#pragma once

#include <optional>
#include <vector>

#include "services/application/error.hpp"
#include "services/application/shop.hpp"
#include "services/domain/product.hpp"

namespace shop::application {

struct StudioPage {
    std::vector<domain::Product> products;
    std::optional<domain::ProductId> next;  // go on after this one
};

[[nodiscard]] Outcome<StudioPage> list_studio_products(const Shop& shop, const store::Context& context, int limit,
                                                       const std::optional<domain::ProductId>& after);

}  // namespace shop::application
