// Finding products by words. Forgives one typing error in a word of 4 or more letters, two in 8 or more, and takes the
// last word for a beginning. A typing error is a letter wrong, missing, too many, or two neighbours swapped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shop::domain {

class SearchIndex {
public:
    using Document = std::uint32_t;  // small numbers, reused by the caller

    struct Hit {
        Document document;
        std::int64_t score;  // higher is better; the same for the same texts whatever else is in the index
    };

    // The document must not be in the index.
    void add(Document document, std::string_view name, std::string_view category);
    void remove(Document document);

    // Documents that match every word of the query, in no order.
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

    void post(Document document, const std::string& word, std::int32_t weight);
    void match(const std::u32string& wanted, bool beginning, std::vector<std::int64_t>& best) const;

    std::vector<Word> words_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<Entry> entries_;  // by document
};

// How many typing errors lie between `wanted` and `word`, or (with `beginning`) the nearest beginning of `word`;
// `most` + 1 where there are more than `most`.
[[nodiscard]] int typing_errors(std::u32string_view wanted, std::u32string_view word, int most, bool beginning);

}  // namespace shop::domain
