#include "services/catalogue/plural.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shop {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> irregular{{
    {"child", "children"},
    {"die", "dice"},
    {"foot", "feet"},
    {"goose", "geese"},
    {"louse", "lice"},
    {"man", "men"},
    {"mouse", "mice"},
    {"ox", "oxen"},
    {"person", "people"},
    {"tooth", "teeth"},
    {"woman", "women"},
}};

// After these sounds a plural takes a syllable of its own: boxes, watches, brushes.
bool hisses(std::string_view word) {
    return word.ends_with('s') || word.ends_with('x') || word.ends_with('z') || word.ends_with("ch") ||
           word.ends_with("sh");
}

bool is_vowel(char c) {
    return std::string_view("aeiou").contains(c);
}

// The word without its last `cut` letters, and `end`.
std::string with_end(std::string_view word, std::size_t cut, std::string_view end) {
    return std::string(word.substr(0, word.size() - cut)).append(end);
}

void add_singulars(std::string_view word, std::vector<std::string>& forms) {
    if (!word.ends_with('s') || word.ends_with("ss") || word.size() < 4) return;
    forms.push_back(with_end(word, 1, ""));
    if (word.ends_with("ies")) forms.push_back(with_end(word, 3, "y"));
    if (word.ends_with("ves")) {
        forms.push_back(with_end(word, 3, "f"));
        forms.push_back(with_end(word, 3, "fe"));
    }
    if (word.ends_with("es")) {
        const std::string stem = with_end(word, 2, "");
        if (hisses(stem) || stem.ends_with('o')) forms.push_back(stem);
    }
}

void add_plurals(std::string_view word, std::vector<std::string>& forms) {
    if (hisses(word)) {
        forms.push_back(with_end(word, 0, "es"));
        return;
    }
    forms.push_back(with_end(word, 0, "s"));
    if (word.ends_with('o')) forms.push_back(with_end(word, 0, "es"));
    if (word.ends_with('y') && !is_vowel(word[word.size() - 2])) forms.push_back(with_end(word, 1, "ies"));
    if (word.ends_with('f')) forms.push_back(with_end(word, 1, "ves"));
    if (word.ends_with("fe")) forms.push_back(with_end(word, 2, "ves"));
}

}  // namespace

std::vector<std::string> other_numbers_of(std::string_view word) {
    std::vector<std::string> forms;
    for (const auto& [one, many] : irregular) {
        if (word == one) forms.emplace_back(many);
        if (word == many) forms.emplace_back(one);
    }
    const bool english = word.size() >= 3 && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!english) return forms;
    add_singulars(word, forms);
    add_plurals(word, forms);
    return forms;
}

}  // namespace shop
