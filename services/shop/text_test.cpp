#include "services/shop/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Folding, LeavesOutCaseAndAccents) {
    EXPECT_EQ(fold("Écru Ærø"), "ecru aero");
    EXPECT_EQ(fold("ΦΩΣ"), "φωσ");
    EXPECT_EQ(fold("Φως"), "φωσ");
    EXPECT_EQ(fold("Phở"), "pho");
    EXPECT_EQ(fold("Łódź Đà Nẵng Øre ÞORN"), "lodz da nang ore thorn");
    EXPECT_EQ(fold("ÀÉÎÕÜ Œuvre ĳ Ωμέγα ЧАЙ"), "aeiou oeuvre ij ωμεγα чаи");
    EXPECT_EQ(fold("Straße ﬁne ＴＥＡ ™"), "strasse fine tea tm");
    EXPECT_EQ(fold("ǼǾ"), "aeo") << "transcribed after the accent is gone";
}

TEST(Folding, IsTheSameForComposedAndDecomposedText) {
    EXPECT_EQ(fold("caf\u00E9"), fold("cafe\u0301"));
    EXPECT_EQ(fold("\u1EDF"), fold("o\u031B\u0309"));
    EXPECT_EQ(fold("\uD55C"), fold("\u1112\u1161\u11AB"));
}

TEST(Folding, DropsWhatIsInvisibleAndWhatIsNotUtf8) {
    EXPECT_EQ(fold("tea\u200Bpot\u00AD"), "teapot");
    EXPECT_EQ(fold("a\xFF\xC3z"), "az");
    EXPECT_EQ(fold("\xED\xA0\x80z\xF4\x90\x80\x80"), "z") << "surrogates, and beyond U+10FFFF";
}

TEST(Text, CountsCodePoints) {
    EXPECT_EQ(length_of("a🍵é"), 3u);
}

TEST(Words, AreRunsOfLettersMarksAndDigitsOfAnyScript) {
    EXPECT_THAT(words_of("Grandma’s “best” – tea·pot, 72 %"), ElementsAre("grandmas", "best", "tea", "pot", "72"));
    EXPECT_THAT(words_of("The Cook's No. 7 tea-pot"), ElementsAre("the", "cooks", "no", "7", "tea", "pot"));
    EXPECT_THAT(words_of("Φως、σπίτι！"), ElementsAre("φωσ", "σπιτι"));
    EXPECT_THAT(words_of("कि ताब"), ElementsAre("कि", "ताब"));
    EXPECT_THAT(words_of("?! 🫖 "), IsEmpty());
}

TEST(Words, OfIdeographsAreOneEach) {
    EXPECT_THAT(words_of("銅茶壶 500ml"), ElementsAre("銅", "茶", "壶", "500ml"));
}

RC_GTEST_PROP(Folding, OfWhatIsFoldedChangesNothing, ()) {
    std::string text;
    for (const auto point : *rc::gen::container<std::vector<char32_t>>(
             rc::gen::map(rc::gen::inRange(0x20, 0x2FA20), [](int point) { return static_cast<char32_t>(point); }))) {
        if (point < 0xD800 || point > 0xDFFF) text += utf8_of(point);
    }
    RC_ASSERT(fold(fold(text)) == fold(text));
}

}  // namespace
}  // namespace shop
