#include "services/domain/ids.hpp"

#include <gtest/gtest.h>

#include "services/domain/text.hpp"

namespace shop::domain {
namespace {

TEST(Id, IsLowerCaseLettersDigitsAndHyphensNotAHyphenFirst) {
    for (const char* good : {"a", "copper-teapot", "9", "a-", "x9-2"}) EXPECT_TRUE(ProductId::parse(good)) << good;
    for (const char* wrong : {"", "-a", "Copper", "a b", "a_b", "é"}) EXPECT_FALSE(ProductId::parse(wrong)) << wrong;
    EXPECT_TRUE(ProductId::parse(std::string(64, 'a')));
    EXPECT_FALSE(ProductId::parse(std::string(65, 'a')));
}

TEST(Slug, IsTheNameInLettersThatAnIdMayHave) {
    EXPECT_EQ(slug_of("Copper teapot"), "copper-teapot");
    EXPECT_EQ(slug_of("  Crème brûlée — für Zwei! "), "creme-brulee-fur-zwei");
    EXPECT_EQ(slug_of("Grandmother's clock"), "grandmothers-clock");
    EXPECT_EQ(slug_of("茶壶"), std::nullopt);
    EXPECT_EQ(slug_of("!!!"), std::nullopt);
}

TEST(Slug, IsAnIdHoweverLongTheName) {
    const auto slug = slug_of(std::string(63, 'a') + " " + std::string(60, 'b'));
    ASSERT_TRUE(slug);
    EXPECT_EQ(*slug, std::string(63, 'a'));
    EXPECT_TRUE(is_id(*slug));
}

TEST(Category, IsNamedByItsSlugInWords) {
    EXPECT_EQ(name_of(*Category::parse("garden-tools")), "Garden tools");
    EXPECT_EQ(name_of(*Category::parse("3d")), "3d");
}

TEST(Text, FoldsCaseAndAccents) {
    EXPECT_EQ(fold("ÀÉÎÕÜ Łódź Straße Œuvre ĳ"), "aeiou lodz strasse oeuvre ij");
    EXPECT_EQ(fold("e\xCC\x81tude"), "etude") << "a combining accent is dropped";
    EXPECT_EQ(fold("Ωμέγα ЧАЙ"), "ωμέγα чай");
}

TEST(Text, DropsWhatIsNotUtf8) {
    EXPECT_EQ(fold("a\xff\xc3(b"), "a(b");
}

TEST(Text, SplitsIntoWords) {
    EXPECT_EQ(words_of("The Cook's No. 7 tea-pot"),
              (std::vector<std::string>{"the", "cooks", "no", "7", "tea", "pot"}));
    EXPECT_TRUE(words_of(" -- ").empty());
}

TEST(Text, CountsCodePoints) {
    EXPECT_EQ(length_of("a🍵é"), 3u);
}

}  // namespace
}  // namespace shop::domain
