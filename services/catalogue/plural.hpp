// One and many in English: how a noun that is searched for stands in the other number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shop {

// What may be the singular or the plural of a folded word, by the rules of spelling and the closed list of nouns that
// keep none. More than one where spelling does not tell ("knives" is of "knife", "knif" or "knive"): only words that
// somebody used are looked up. Empty for words of fewer than three letters and of other than a to z.
[[nodiscard]] std::vector<std::string> other_numbers_of(std::string_view word);

}  // namespace shop
