#include "services/products/image.hpp"

namespace shop {

std::string_view image_id(const Image& image) {
    if (image.sources.empty()) return {};
    const std::string_view url = image.sources.front().url;
    const std::size_t start = url.rfind('/') + 1;  // npos + 1 is the beginning
    const std::size_t end = url.find('-', start);
    return url.substr(start, end == std::string_view::npos ? 0 : end - start);
}

}  // namespace shop
