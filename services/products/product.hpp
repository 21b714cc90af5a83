// A product as the shop knows it, and which part of it a card shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/products/stock.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/money.hpp"

namespace shop {

struct ImageSource {
    std::string type;        // image/avif or image/webp
    std::int64_t width = 0;  // pixels
    std::string url;         // relative: /media/products/ID/HASH-WIDTH.EXT
    bool operator==(const ImageSource&) const = default;
};

struct Image {
    std::string alt;
    std::string placed;       // how a page composes it: stands, hangs or photo
    std::string placeholder;  // data: URL
    std::string tint;         // #rrggbb
    std::vector<ImageSource> sources;
    bool operator==(const Image&) const = default;
};

// Tells a product's images apart: the hash in the first source's URL. Empty where there is none. A view into `image`.
[[nodiscard]] std::string_view image_id(const Image& image);

enum class ProductStatus { active, archived };
// As the API and the tables spell it. nullopt for any other text.
[[nodiscard]] std::string_view name_of(ProductStatus status);
[[nodiscard]] std::optional<ProductStatus> product_status_from(std::string_view name);

struct Product {
    ProductId id;
    Rev rev;
    ContentRev content_rev;
    std::string name;
    std::string description;
    Category category;
    std::vector<std::string> search_words;  // what else people call it; search finds it by these, too
    Money price;
    std::optional<Money> previous_price;
    std::optional<Instant> price_changed_at;
    std::optional<Instant> changed_at;  // when price or stock last changed; none: never since it was made
    Stock stock;
    std::vector<Image> images;
    ProductStatus status = ProductStatus::active;
    Instant created_at;
    Instant updated_at;

    bool operator==(const Product&) const = default;
};

// Sets the price; where that is a change, previous_price, price_changed_at and changed_at are set, too.
void reprice(Product& product, Money price, Instant now);

// A card's picture carries the sources that a list needs: 320 and 640 px.
[[nodiscard]] constexpr bool shown_in_card(const ImageSource& source) {
    return source.width == 320 || source.width == 640;
}

}  // namespace shop
