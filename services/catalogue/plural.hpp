// English plurals: the forms that a noun which is searched for may have in the other number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shop {

// What may be the singular or the plural of a folded word, by the rules of spelling and a list of irregular nouns. More
// than one where spelling does not decide ("knives" is of "knife", "knif" or "knive"): the index has only some of them.
// Empty for words with other letters than a to z, and for words of fewer than three letters but the list's ("ox").
[[nodiscard]] std::vector<std::string> other_numbers_of(std::string_view word);

}  // namespace shop
