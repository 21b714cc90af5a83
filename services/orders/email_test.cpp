#include "services/orders/email.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "services/shop/test_cases.hpp"
#include "services/shop/text.hpp"
#include "services/shop/unicode.hpp"

namespace shop {
namespace {

std::optional<std::string> expected(const boost::json::value& entry) {
    const auto& mistake = entry.at("mistake");
    return mistake.is_null() ? std::nullopt : std::optional(std::string(mistake.as_string()));
}

TEST(Email, IsJudgedAsTheBrowserJudgesIt) {
    for (const auto& entry : testing::cases("email")) {
        EXPECT_EQ(mistake_in_email(testing::text_of(entry, "text")), expected(entry)) << entry;
    }
}

TEST(Invisibles, AreFoundAsTheBrowserFindsThem) {
    for (const auto& entry : testing::cases("invisible")) {
        EXPECT_EQ(mistake_of_invisibles(testing::text_of(entry, "text")), expected(entry)) << entry;
    }
}

RC_GTEST_PROP(Email, WithAnInvisibleCharacterAnywhereIsRefused, ()) {
    std::u32string text = U"ada.lovelace@mail.example.org";
    const auto invisible = *rc::gen::elementOf(
        std::u32string(U"\u00AD\u061C\u180E\u200B\u200C\u200D\u200E\u202E\u2060\u2066\uFEFF\U000E0041"));
    text.insert(*rc::gen::inRange<std::size_t>(0, text.size() + 1), 1, invisible);
    std::string bytes;
    for (const char32_t point : text) bytes += utf8_of(point);
    RC_ASSERT(mistake_in_email(bytes).has_value());
}

TEST(Blank, IsATextInWhichNothingShows) {
    for (const auto& entry : testing::cases("blank")) {
        const auto points = points_of(testing::text_of(entry, "text"));
        EXPECT_EQ(std::ranges::all_of(points, is_blank), entry.at("blank").as_bool()) << entry;
    }
}

}  // namespace
}  // namespace shop
