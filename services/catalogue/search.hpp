// Finding products by the words of their names, categories and search words. Singular and plural meet; the last word of
// a query may be a beginning. Where nothing is found so, one typing error is forgiven in a word of 4 or more letters,
// two in 8 or more. A typing error is a letter wrong, missing, too many, or two neighbours swapped.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shop {

class SearchIndex {
public:
    using Document = std::uint32_t;  // small numbers, reused by the caller

    struct Hit {
        Document document;
        std::int64_t score;  // above 0, higher is better; the same for the same texts whatever else is in the index
    };

    struct Texts {
        std::string_view name;
        std::string_view category;
        std::span<const std::string> search_words;
    };

    // The document must not be in the index.
    void add(Document document, const Texts& texts);
    void remove(Document document);

    // Documents that match every word of the query (as typed: it is folded here), in no order. Without a word, none.
    [[nodiscard]] std::vector<Hit> find(std::string_view query) const;

private:
    struct Posting {
        Document document;
        std::int32_t weight;
    };
    struct Word {
        std::u32string letters;
        std::uint64_t letter_set;  // to rule most words out without comparing them
        std::vector<Posting> postings;
    };
    struct Entry {
        std::vector<std::uint32_t> words;  // the same word may stand twice
        std::int32_t name_length = 0;
    };

    enum class Typing { exact, forgiven };
    using Scores = std::vector<std::int64_t>;  // by document; 0: not found

    // How many words the text has.
    std::int32_t post(Document document, std::string_view text, std::int32_t weight);
    // Where the word stands in words_; it is added where it is new.
    [[nodiscard]] std::uint32_t number_of(std::string_view word);
    // `wanted`: folded words, of which the last may be a beginning.
    [[nodiscard]] std::vector<Hit> find(const std::vector<std::string>& wanted, Typing typing) const;
    void match(const std::string& wanted, bool beginning, Typing typing, Scores& best) const;
    void match_other_number(const std::string& wanted, Scores& best) const;
    static void raise(Scores& best, const Word& word, std::int64_t quality);

    std::vector<Word> words_;
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
    std::vector<Entry> entries_;  // by document
};

// How many typing errors lie between `wanted` and `word`, or (with `beginning`) the nearest beginning of `word`; `most`
// + 1 where there are more than `most`. Of each the first 32 code points are compared.
[[nodiscard]] int typing_errors(std::u32string_view wanted, std::u32string_view word, int most, bool beginning);

}  // namespace shop
