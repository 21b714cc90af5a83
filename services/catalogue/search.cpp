#include "services/catalogue/search.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "services/catalogue/plural.hpp"
#include "services/shop/text.hpp"

namespace shop {
namespace {

constexpr std::int32_t name_weight = 10;
constexpr std::int32_t search_word_weight = 7;
constexpr std::int32_t category_weight = 5;
constexpr std::size_t longest_word = 32;  // what is longer is compared by its first letters

constexpr std::int64_t other_number_quality = 95;

int errors_forgiven(std::size_t letters) {
    return letters >= 8 ? 2 : letters >= 4 ? 1 : 0;
}

// Whole words before beginnings, right ones before misspelt ones.
constexpr std::array<std::int64_t, 3> whole_quality{100, 60, 40};
constexpr std::array<std::int64_t, 3> beginning_quality{80, 45, 25};

std::uint64_t letter_set_of(std::u32string_view letters) {
    std::uint64_t set = 0;
    for (const char32_t letter : letters) set |= std::uint64_t{1} << (letter % 64);
    return set;
}

// `points_of` cut to what is compared.
std::u32string letters_of(std::string_view word) {
    std::u32string letters = points_of(word);
    letters.resize(std::min(letters.size(), longest_word));
    return letters;
}

}  // namespace

int typing_errors(std::u32string_view wanted, std::u32string_view word, int most, bool beginning) {
    const auto slack = static_cast<std::size_t>(most);
    wanted = wanted.substr(0, longest_word);
    word = word.substr(0, beginning ? std::min(longest_word, wanted.size() + slack) : longest_word);
    if (wanted.size() > word.size() + slack || word.size() > wanted.size() + slack) return most + 1;

    // Optimal string alignment, three rows: rows[i % 3][j] = errors between wanted[0, i) and word[0, j).
    std::array<std::array<int, longest_word + 1>, 3> rows;
    for (std::size_t j = 0; j <= word.size(); ++j) rows[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= wanted.size(); ++i) {
        const auto& before = rows[(i + 1) % 3];  // i - 2
        const auto& above = rows[(i + 2) % 3];   // i - 1
        auto& row = rows[i % 3];
        int least = row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= word.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (wanted[i - 1] == word[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && wanted[i - 1] == word[j - 2] && wanted[i - 2] == word[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        if (least > most) return most + 1;
    }
    const auto& last = rows[wanted.size() % 3];
    const int errors =
        beginning ? *std::min_element(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(word.size()) + 1)
                  : last[word.size()];
    return std::min(errors, most + 1);
}

std::uint32_t SearchIndex::number_of(std::string_view word) {
    if (const auto at = numbers_.find(word); at != numbers_.end()) return at->second;
    const auto number = static_cast<std::uint32_t>(words_.size());
    numbers_.emplace(word, number);
    std::u32string letters = letters_of(word);
    const std::uint64_t set = letter_set_of(letters);
    words_.push_back({std::move(letters), set, {}});
    return number;
}

std::int32_t SearchIndex::post(Document document, std::string_view text, std::int32_t weight) {
    const std::string spaced = spaced_words_of(text);
    std::int32_t count = 0;
    for (std::string_view rest = spaced; !rest.empty(); ++count) {
        const std::size_t end = rest.find(' ');
        const std::uint32_t number = number_of(rest.substr(0, end));
        words_[number].postings.push_back({document, weight});
        entries_[document].words.push_back(number);
        rest.remove_prefix(end + 1);
    }
    return count;
}

void SearchIndex::add(Document document, const Texts& texts) {
    if (entries_.size() <= document) entries_.resize(document + 1);
    entries_[document].words.reserve(8);
    entries_[document].name_length = post(document, texts.name, name_weight);
    post(document, texts.category, category_weight);
    for (const auto& text : texts.search_words) post(document, text, search_word_weight);
}

void SearchIndex::remove(Document document) {
    for (const std::uint32_t number : entries_[document].words) {
        std::erase_if(words_[number].postings, [&](const Posting& posting) { return posting.document == document; });
    }
    entries_[document] = {};
}

void SearchIndex::raise(Scores& best, const Word& word, std::int64_t quality) {
    for (const Posting& posting : word.postings) {
        best[posting.document] = std::max(best[posting.document], quality * posting.weight);
    }
}

void SearchIndex::match(const std::string& wanted, bool beginning, Typing typing, Scores& best) const {
    const std::u32string letters = letters_of(wanted);
    const int forgiven = typing == Typing::exact ? 0 : errors_forgiven(letters.size());
    const std::uint64_t wanted_set = letter_set_of(letters);
    for (const Word& word : words_) {
        if (word.postings.empty() || std::popcount(wanted_set & ~word.letter_set) > forgiven) continue;
        std::int64_t quality = 0;
        if (const int errors = typing_errors(letters, word.letters, forgiven, false); errors <= forgiven) {
            quality = whole_quality[static_cast<std::size_t>(errors)];
        }
        if (beginning) {
            if (const int errors = typing_errors(letters, word.letters, forgiven, true); errors <= forgiven) {
                quality = std::max(quality, beginning_quality[static_cast<std::size_t>(errors)]);
            }
        }
        if (quality > 0) raise(best, word, quality);
    }
    match_other_number(wanted, best);
}

void SearchIndex::match_other_number(const std::string& wanted, Scores& best) const {
    for (const auto& form : other_numbers_of(wanted)) {
        if (const auto at = numbers_.find(form); at != numbers_.end()) {
            raise(best, words_[at->second], other_number_quality);
        }
    }
}

std::vector<SearchIndex::Hit> SearchIndex::find(std::string_view query) const {
    const auto wanted = words_of(query);
    auto hits = find(wanted, Typing::exact);
    return hits.empty() ? find(wanted, Typing::forgiven) : hits;
}

std::vector<SearchIndex::Hit> SearchIndex::find(const std::vector<std::string>& wanted, Typing typing) const {
    Scores score(entries_.size(), 0);
    Scores best(entries_.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        std::ranges::fill(best, 0);
        match(wanted[i], i + 1 == wanted.size(), typing, best);
        for (std::size_t document = 0; document < score.size(); ++document) {
            const bool out = best[document] == 0 || (i > 0 && score[document] == 0);
            score[document] = out ? 0 : score[document] + best[document];
        }
    }
    std::vector<Hit> hits;
    for (std::size_t document = 0; document < score.size(); ++document) {
        if (score[document] == 0) continue;
        // Of equal matches the shorter name comes first: more of it was asked for.
        const std::int64_t brevity = 15 - std::min(entries_[document].name_length, 15);
        hits.push_back({static_cast<Document>(document), score[document] * 16 + brevity});
    }
    return hits;
}

}  // namespace shop
