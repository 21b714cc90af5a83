// A picture as a store value: in products, cards and orders alike, in the API's own shape.
#pragma once

#include <expected>

#include "services/application/product_item.hpp"
#include "services/application/store.hpp"
#include "services/domain/product.hpp"

namespace shop::application {

[[nodiscard]] std::expected<domain::Image, ItemFault> image_from(const store::Value& value);

}  // namespace shop::application
