#include "services/shop/ids.hpp"

#include <gtest/gtest.h>

namespace shop {
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

TEST(Slug, IsNotMadeOfTheRestOfANameInAnotherScript) {
    for (const char* name : {"茶壶 500", "Чайник 2", "500 ق", "tea 茶"}) EXPECT_EQ(slug_of(name), std::nullopt) << name;
    EXPECT_EQ(slug_of("Phở 500 ml 🫖"), "pho-500-ml");
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

}  // namespace
}  // namespace shop
