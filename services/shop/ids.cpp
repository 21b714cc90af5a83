#include "services/shop/ids.hpp"

#include <algorithm>

#include "services/shop/text.hpp"

namespace shop {
namespace {

constexpr std::size_t longest_id = 64;

constexpr bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= longest_id && is_alphanumeric(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

std::string name_of(const Category& category) {
    std::string name = category.text();
    std::ranges::replace(name, '-', ' ');
    if (name.front() >= 'a' && name.front() <= 'z') name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

std::optional<std::string> slug_of(std::string_view text) {
    std::string slug;
    for (const char c : fold(text)) {
        if (static_cast<unsigned char>(c) >= 0x80) return std::nullopt;
        if (is_alphanumeric(c)) {
            slug += c;
        } else if (c != '\'' && !slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    slug.resize(std::min(slug.size(), longest_id));
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug.empty() ? std::nullopt : std::optional(std::move(slug));
}

}  // namespace shop
