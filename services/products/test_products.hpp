// Values for the tests of this folder and those above it.
#pragma once

#include <string>

#include "services/products/product.hpp"

namespace shop::testing {

inline Instant noon() {
    return Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{12}};
}

inline Image picture(const std::string& product, const std::string& hash) {
    Image image{"A " + product, "stands", "data:image/webp;base64,UklGRg==", "#e9d8c4", {}};
    for (const std::int64_t width : {320, 640, 960, 1280}) {
        image.sources.push_back(
            {"image/avif", width, "/media/products/" + product + '/' + hash + '-' + std::to_string(width) + ".avif"});
    }
    return image;
}

inline Product product(const std::string& id, std::int64_t price = 4900, std::int64_t available = 12) {
    return {.id = *ProductId::parse(id),
            .rev = {1},
            .content_rev = {1},
            .name = "Copper " + id,
            .description = "Pours like it means it.",
            .category = *Category::parse("kitchen"),
            .search_words = {},
            .price = Money{price},
            .previous_price = std::nullopt,
            .price_changed_at = std::nullopt,
            .changed_at = std::nullopt,
            .stock = Stock::initial(available),
            .images = {picture(id, "5f1d0a3c"), picture(id, "9b7e4426")},
            .status = ProductStatus::active,
            .created_at = noon(),
            .updated_at = noon()};
}

}  // namespace shop::testing
