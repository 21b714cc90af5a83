// Text as people type it: UTF-8, in any case, with or without accents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shop {

// Lower case without accents and points, by Unicode's case folding and compatibility decomposition: "Écru Ærø" is "ecru
// aero", "ΦΩΣ" and "Φως" are both "φωσ", "Phở" is "pho". Marks that are letters of their script (vowel signs) stay.
// What is no letter, mark or number of Unicode is a blank, what is invisible or not UTF-8 is dropped; ASCII keeps its
// signs.
[[nodiscard]] std::string fold(std::string_view text);

// The words of a text, folded: runs of letters, marks and digits; an apostrophe within a word is left out. An ideograph
// and a hiragana are a word each, since these scripts do not mark where words end (Unicode Standard Annex 29 breaks so
// by default).
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

// The same in one text, a blank after each: for callers with thousands of texts.
[[nodiscard]] std::string spaced_words_of(std::string_view text);

// The code points of a UTF-8 text; what is not UTF-8 is dropped.
[[nodiscard]] std::u32string points_of(std::string_view text);

// One code point as UTF-8; that it is one is not checked.
[[nodiscard]] std::string utf8_of(char32_t point);

// Code points, as docs/api.md counts lengths. The text has to be well-formed UTF-8.
[[nodiscard]] std::size_t length_of(std::string_view text);

}  // namespace shop
