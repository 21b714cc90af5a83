// Texts, queries, tags and cursors: what is taken, and what is said of the rest.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/http/bounds.hpp"
#include "services/http/cursor.hpp"
#include "services/http/etag.hpp"
#include "services/http/fields.hpp"
#include "services/http/parameters.hpp"

namespace shop {
namespace {

using Pointers = std::vector<std::string>;

constexpr TextRule name{1, 120};
constexpr TextRule description{0, 2000, true};

TEST(Fields, CountLettersNotBytes) {
    std::string letters;
    for (int i = 0; i < 120; ++i) letters += "é";
    EXPECT_FALSE(mistake_in(letters, name));
    EXPECT_TRUE(mistake_in(std::string(121, 'e'), name));
}

TEST(Fields, TakeLineFeedsInDescriptionsAlone) {
    EXPECT_FALSE(mistake_in("a\nb", description));
    EXPECT_TRUE(mistake_in("a\nb", name));
    EXPECT_TRUE(mistake_in("a\tb", description));
    EXPECT_TRUE(mistake_in("\xC2\xA0\xE2\x80\x83", name)) << "white space is not only the blank";
}

TEST(Parameters, NameEveryMistakeAtOnce) {
    Parameters parameters("limit=0&sort=up&limit=3&x=1&q=%zz");
    (void)parameters.number("limit", bounds::limit);
    (void)parameters.parsed("sort", [](std::string_view) { return std::optional<int>{}; }, "An order.");
    parameters.refuse_others();
    Pointers found;
    for (const auto& error : parameters.take_errors()) found.push_back(error.pointer);
    EXPECT_EQ(found, (Pointers{"/limit", "/q", "/limit", "/sort", "/x"}));
}

TEST(Parameters, DecodeBlanksAndUtf8) {
    Parameters parameters("q=cr%C3%A8me+br%C3%BBl%C3%A9e");
    EXPECT_EQ(parameters.text("q", TextRule{0, 100}), "crème brûlée");
}

TEST(Tags, AreListsWithOrWithoutWeakness) {
    const TagList list = parse_tags(R"( "1", W/"c2" ,"x,y")");
    EXPECT_FALSE(list.any);
    EXPECT_EQ(list.tags, (std::vector<std::string>{"\"1\"", "\"c2\"", "\"x,y\""}));
    EXPECT_TRUE(parse_tags("*").any);
    EXPECT_TRUE(parse_tags("").tags.empty());
    EXPECT_TRUE(parse_tags("garbage").tags.empty());
    EXPECT_TRUE(parse_tags("\"open").tags.empty());
}

TEST(Tags, OfContentAreItsRevisionsAndOthersMatchNothing) {
    const auto base = seen_content_revs(R"(W/"c3", "7", "c", "cx", "c12")");
    EXPECT_TRUE(base.admits({3}));
    EXPECT_TRUE(base.admits({12}));
    EXPECT_FALSE(base.admits({7}));
    EXPECT_TRUE(seen_content_revs("*").admits({99}));
}

RC_GTEST_PROP(Cursor, OfAnotherQueryIsNone, (std::string query, std::string other)) {
    RC_PRE(query != other);
    const std::string cursor = encode_cursor(QueryHash::of(query), {"teapot", number_value(0)});
    RC_ASSERT(!decode_cursor(QueryHash::of(other), cursor));
}

RC_GTEST_PROP(Cursor, IsNoneWhateverGarbageComes, (std::string garbage)) {
    const QueryHash hash = QueryHash::of("products");
    RC_ASSERT(!decode_cursor(hash, garbage));
}

}  // namespace
}  // namespace shop
