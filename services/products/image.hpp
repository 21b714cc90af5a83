// A product's picture, and which part of it a card shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

// A card's picture carries the sources that a list needs: 320 and 640 px.
[[nodiscard]] constexpr bool shown_in_card(const ImageSource& source) {
    return source.width == 320 || source.width == 640;
}

}  // namespace shop
