#include "services/products/product.hpp"

#include <array>
#include <utility>

namespace shop {
namespace {

constexpr std::array<std::pair<ProductStatus, std::string_view>, 2> statuses{{
    {ProductStatus::active, "active"},
    {ProductStatus::archived, "archived"},
}};

}  // namespace

std::string_view name_of(ProductStatus status) {
    for (const auto& [value, name] : statuses) {
        if (value == status) return name;
    }
    std::unreachable();
}

std::optional<ProductStatus> product_status_from(std::string_view name) {
    for (const auto& [value, known] : statuses) {
        if (known == name) return value;
    }
    return std::nullopt;
}

void reprice(Product& product, Money price, Instant now) {
    if (price == product.price) return;
    product.previous_price = product.price;
    product.price_changed_at = now;
    product.changed_at = now;
    product.price = price;
}

}  // namespace shop
