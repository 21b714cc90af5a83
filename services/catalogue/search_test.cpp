#include "services/catalogue/search.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace shop {
namespace {

constexpr std::string_view names[] = {"Copper teapot", "Sunday teapot",  "Cast-iron kettle",  "Crème brûlée dishes",
                                      "Garden trowel", "Travel journal", "Pocket microscope", "Tea"};

class AnIndex : public ::testing::Test {
protected:
    AnIndex() {
        for (SearchIndex::Document i = 0; i < std::size(names); ++i)
            index.add(i, {names[i], i < 4 ? "kitchen" : "travel", {}});
    }
    // The names found, best first.
    std::vector<std::string_view> found(std::string_view query) const {
        auto hits = index.find(query);
        std::ranges::sort(hits, [](const auto& a, const auto& b) {
            return a.score != b.score ? a.score > b.score : a.document < b.document;
        });
        std::vector<std::string_view> result;
        for (const auto& hit : hits) result.push_back(names[hit.document]);
        return result;
    }
    SearchIndex index;
};

using Names = std::vector<std::string_view>;

TEST_F(AnIndex, FindsWhatHoldsEveryWord) {
    EXPECT_EQ(found("copper teapot"), Names{"Copper teapot"});
    EXPECT_TRUE(found("copper kettle").empty());
}

TEST_F(AnIndex, IgnoresCaseAndAccents) {
    EXPECT_EQ(found("CREME brulee"), Names{"Crème brûlée dishes"});
    EXPECT_EQ(found("tràvel jöurnal"), Names{"Travel journal"});
}

TEST_F(AnIndex, IgnoresCaseAndAccentsOfEveryScript) {
    const std::vector<std::pair<std::string_view, std::string_view>> known{
        {"Φως στο σπίτι", "ΦΩΣ"}, {"Phở bowl", "pho"},
        {"Ёлка", "елка"},         {"ＴＥＡ set", "tea"},
        {"Straße", "STRASSE"},    {"İstanbul lamp", "istanbul"},
        {"قَهْوَة", "قهوة"},         {"銅の茶壶", "茶壶"},
        {"한국 찻잔", "찻잔"},    {"कप", "कप"},
        {"がま口", "がま"}};
    for (const auto& [name, query] : known) {
        SearchIndex one;
        one.add(0, {name, "kitchen", {}});
        EXPECT_EQ(one.find(query).size(), 1u) << query << " does not find " << name;
    }
}

TEST_F(AnIndex, TakesVowelSignsAndVoicingForLetters) {
    SearchIndex one;
    one.add(0, {"か", "x", {}});
    EXPECT_TRUE(one.find("が").empty());
    EXPECT_EQ(one.find("か").size(), 1u);
    one.add(1, {"कि", "x", {}});
    EXPECT_TRUE(one.find("कु").empty());
}

TEST_F(AnIndex, ForgivesOneErrorInFourLettersAndTwoInEight) {
    EXPECT_EQ(found("coper teapot"), Names{"Copper teapot"}) << "a letter missing";
    EXPECT_EQ(found("kettel"), Names{"Cast-iron kettle"}) << "two letters swapped";
    EXPECT_EQ(found("mikroskope"), Names{"Pocket microscope"}) << "two wrong in ten";
    EXPECT_TRUE(found("kkettel").empty()) << "two wrong in seven";
    EXPECT_TRUE(found("iran").size() == 1) << "one wrong in four";
    EXPECT_TRUE(found("pea").empty()) << "none in three";
}

TEST_F(AnIndex, TakesTheLastWordForABeginning) {
    EXPECT_EQ(found("sun"), Names{"Sunday teapot"});
    EXPECT_EQ(found("cast k"), Names{"Cast-iron kettle"});
    EXPECT_TRUE(found("sun teapot").empty()) << "not the first one";
    EXPECT_EQ(found("gardem tr"), Names{"Garden trowel"});
}

TEST_F(AnIndex, PutsWholeWordsBeforeBeginningsAndNamesBeforeCategories) {
    EXPECT_EQ(found("tea").front(), "Tea");
    EXPECT_EQ(found("travel").front(), "Travel journal");
    EXPECT_EQ(found("travel").size(), 4u);
}

TEST_F(AnIndex, MeetsTheOtherNumberOfAWord) {
    EXPECT_EQ(found("teapots copper"), Names{"Copper teapot"});
    EXPECT_EQ(found("journals"), Names{"Travel journal"});
    EXPECT_EQ(found("dish creme"), Names{"Crème brûlée dishes"});
}

TEST_F(AnIndex, FindsByASearchWordAfterWhatHasTheWordInItsName) {
    const std::vector<std::string> words{"coffee pot", "wine"};
    index.remove(2);
    index.add(2, {names[2], "kitchen", words});
    EXPECT_EQ(found("coffee"), Names{"Cast-iron kettle"});
    EXPECT_EQ(found("pots"), Names{"Cast-iron kettle"});
    index.remove(3);
    index.add(3, {"Coffee", "kitchen", {}});
    EXPECT_EQ(index.find("coffee").size(), 2u);
    index.remove(2);
    EXPECT_EQ(index.find("coffee").size(), 1u) << "its search words leave with it";
}

TEST_F(AnIndex, ForgivesNoErrorWhereSomethingIsFoundWithout) {
    index.remove(7);
    index.add(7, {"Wind", "travel", {}});
    EXPECT_EQ(index.find("wine").size(), 1u) << "one error from wind";
    index.remove(0);
    index.add(0, {"Wine", "kitchen", {}});
    EXPECT_EQ(index.find("wine").size(), 1u);
}

TEST_F(AnIndex, FindsNothingWhereThereAreNoWords) {
    EXPECT_TRUE(found("").empty());
    EXPECT_TRUE(found("?!").empty());
}

TEST_F(AnIndex, NoLongerFindsWhatWasRemoved) {
    index.remove(0);
    EXPECT_TRUE(found("copper").empty());
    index.add(0, {"Copper pan", "kitchen", {}});
    EXPECT_EQ(found("copper").size(), 1u);
    EXPECT_EQ(found("teapot"), Names{"Sunday teapot"});
}

// The plain definition, to hold the banded one to.
std::size_t plain_distance(const std::u32string& a, const std::u32string& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

std::u32string any_word() {
    return *rc::gen::container<std::u32string>(rc::gen::map(
        rc::gen::inRange(0, 4), [](int n) { return static_cast<char32_t>(U'a' + static_cast<char32_t>(n)); }));
}

RC_GTEST_PROP(TypingErrors, AreTheDistanceBetweenTheWords, ()) {
    const auto wanted = any_word();
    const auto word = any_word();
    RC_PRE(wanted.size() <= 32 && word.size() <= 32);
    const auto distance = static_cast<int>(std::min<std::size_t>(plain_distance(wanted, word), 3));
    RC_ASSERT(typing_errors(wanted, word, 2, false) == distance);
}

RC_GTEST_PROP(TypingErrors, OfABeginningAreThoseOfTheNearestOne, ()) {
    const auto wanted = any_word();
    const auto word = any_word();
    RC_PRE(wanted.size() <= 32 && word.size() <= 32);
    std::size_t least = wanted.size();
    for (std::size_t length = 0; length <= word.size(); ++length) {
        least = std::min(least, plain_distance(wanted, word.substr(0, length)));
    }
    RC_ASSERT(typing_errors(wanted, word, 2, true) == static_cast<int>(std::min<std::size_t>(least, 3)));
}

}  // namespace
}  // namespace shop
