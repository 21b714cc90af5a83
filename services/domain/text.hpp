// Text as people type it: UTF-8, in any case, with or without accents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shop::domain {

// Lower case without accents: "Écru Ærø" is "ecru aero". Letters that have no ASCII form stay as they are, Greek and
// Cyrillic in lower case. What is not UTF-8 is dropped.
[[nodiscard]] std::string fold(std::string_view text);

// The words of a text, folded: runs of letters and digits; an apostrophe within a word is left out.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

// The code points of a UTF-8 text; what is not UTF-8 is dropped.
[[nodiscard]] std::u32string points_of(std::string_view text);

// One code point as UTF-8.
[[nodiscard]] std::string utf8_of(char32_t point);

// Code points, as the contract counts lengths. The text is UTF-8.
[[nodiscard]] std::size_t length_of(std::string_view text);

}  // namespace shop::domain
