#include "services/catalogue/plural.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shop {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Plural, OfANounIsAmongItsFormsAndTheNounAmongThoseOfItsPlural) {
    const std::pair<const char*, const char*> nouns[] = {
        {"bag", "bags"},      {"case", "cases"},      {"vase", "vases"},     {"box", "boxes"},
        {"glass", "glasses"}, {"watch", "watches"},   {"brush", "brushes"},  {"tomato", "tomatoes"},
        {"piano", "pianos"},  {"cherry", "cherries"}, {"cookie", "cookies"}, {"toy", "toys"},
        {"knife", "knives"},  {"leaf", "leaves"},     {"loaf", "loaves"},    {"glove", "gloves"},
        {"roof", "roofs"},    {"foot", "feet"},       {"mouse", "mice"},     {"child", "children"},
        {"shoe", "shoes"},    {"bus", "buses"},       {"pie", "pies"},       {"key", "keys"}};
    for (const auto& [one, many] : nouns) {
        EXPECT_THAT(other_numbers_of(one), Contains(many));
        EXPECT_THAT(other_numbers_of(many), Contains(one));
    }
}

TEST(Plural, DoesNotTakeTheEndOfEveryWordForOne) {
    EXPECT_THAT(other_numbers_of("glass"), Not(Contains("glas")));
    EXPECT_THAT(other_numbers_of("gas"), Not(Contains("ga")));
    EXPECT_THAT(other_numbers_of("wine"), Not(Contains("win")));
    EXPECT_THAT(other_numbers_of("tubes"), Not(Contains("tub")));
}

TEST(Plural, IsGivenOfEnglishWordsAlone) {
    for (const char* other : {"", "a", "is", "72", "φωσ", "70s", "crème"})
        EXPECT_THAT(other_numbers_of(other), IsEmpty()) << other;
}

}  // namespace
}  // namespace shop
