#include "services/shop/unicode.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "services/shop/text.hpp"

namespace shop {
namespace {

utf8proc_category_t category_of(char32_t point) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

bool is_ignorable(char32_t point) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(point))->ignorable;
}

// "U+200B"
std::string name_of(char32_t point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name;
    for (; point > 0 || name.size() < 4; point /= 16) name.insert(name.begin(), digits[point % 16]);
    return "U+" + name;
}

}  // namespace

bool is_word_character(char32_t point) {
    const utf8proc_category_t category = category_of(point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

bool is_invisible(char32_t point) {
    const utf8proc_category_t category = category_of(point);
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

bool is_space(char32_t point) {
    return (point >= 0x09 && point <= 0x0D) || point == 0xFEFF || category_of(point) == UTF8PROC_CATEGORY_ZS ||
           point == 0x2028 || point == 0x2029;
}

bool is_blank(char32_t point) {
    constexpr char32_t empty_braille_pattern = 0x2800;
    return is_space(point) || is_invisible(point) || is_ignorable(point) || point == empty_braille_pattern;
}

std::optional<std::string> mistake_of_invisibles(std::string_view text) {
    const std::u32string points = points_of(text);
    const auto found = std::ranges::find_if(points, is_invisible);
    if (found == points.end()) return std::nullopt;
    return "There is an invisible character in it (" + name_of(*found) + "). Type it anew instead of pasting it.";
}

}  // namespace shop
