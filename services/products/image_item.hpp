// A picture as a store value: in products, cards and orders alike, in the API's own shape.
#pragma once

#include <expected>

#include "services/products/image.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

// What write_image (product_shape.hpp) wrote. The fault names the attribute as `images.tint`.
[[nodiscard]] std::expected<Image, store::ItemFault> image_from(const store::Value& value);

}  // namespace shop
