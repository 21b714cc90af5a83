// Properties of code points, from utf8proc's tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shop {

// Letters, marks and numbers: general categories L, M, N.
[[nodiscard]] bool is_word_character(char32_t point);

// What has no picture of its own: controls, format characters (U+200B and their like), separators of lines and
// paragraphs: general categories Cc, Cf, Zl, Zp.
[[nodiscard]] bool is_invisible(char32_t point);

// White space as ECMAScript's \s has it.
[[nodiscard]] bool is_space(char32_t point);

// White space, what is invisible, and what renders as nothing (Default_Ignorable_Code_Point, the empty Braille
// pattern).
[[nodiscard]] bool is_blank(char32_t point);

// For people: what is wrong with a text that has an invisible character. nullopt: it has none.
[[nodiscard]] std::optional<std::string> mistake_of_invisibles(std::string_view text);

}  // namespace shop
