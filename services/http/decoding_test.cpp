// Bodies, queries, tags and cursors: what is taken, and what is said of the rest.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "services/http/checkout_request.hpp"
#include "services/http/cursor.hpp"
#include "services/http/etag.hpp"
#include "services/http/fields.hpp"
#include "services/http/parameters.hpp"
#include "services/http/product_requests.hpp"

namespace shop {
namespace {

const Currency euro = *Currency::parse("EUR");

std::vector<std::string> pointers(const Failure& failure) {
    std::vector<std::string> result;
    for (const auto& error : std::get<FieldErrors>(failure.facts)) result.push_back(error.pointer);
    return result;
}
using Pointers = std::vector<std::string>;

TEST(Fields, NameEveryMistakeAtOnce) {
    const auto wanted = read_new_product(
        json::parse(
            R"({"name":"  ","description":"\u0007","category":"Kitchen","price":{"amount":0,"currency":"USD","x":1},
                        "available":-1,"a/b~":true})"),
        euro);
    ASSERT_FALSE(wanted);
    EXPECT_EQ(wanted.error().type->name, "invalid-content");
    EXPECT_EQ(pointers(wanted.error()), (Pointers{"/name", "/description", "/category", "/price/amount",
                                                  "/price/currency", "/price/x", "/available", "/a~1b~0"}));
    EXPECT_EQ(wanted.error().detail, "8 fields need other values.");
}

TEST(Fields, AreNeededUnlessTheyAreOptional) {
    EXPECT_EQ(pointers(read_new_product(json::parse("{}"), euro).error()),
              (Pointers{"/name", "/description", "/category", "/price", "/available"}));
    EXPECT_TRUE(read_content_patch(json::parse("{}"), euro));
}

TEST(Fields, AreNeverNull) {
    EXPECT_EQ(pointers(read_content_patch(json::parse(R"({"name":null,"images":null})"), euro).error()),
              (Pointers{"/name", "/images"}));
}

TEST(Fields, TakeAWholeNumberHoweverItIsWritten) {
    EXPECT_TRUE(read_stock_adjustment(json::parse(R"({"delta":5.0})")));
    EXPECT_TRUE(read_stock_adjustment(json::parse(R"({"delta":-1e3})")));
    for (const char* wrong : {R"({"delta":0})", R"({"delta":1.5})", R"({"delta":"5"})", R"({"delta":1e300})",
                              R"({"delta":18446744073709551615})"}) {
        EXPECT_FALSE(read_stock_adjustment(json::parse(wrong))) << wrong;
    }
}

TEST(Fields, OfAStocktakeStandTogetherAndNotBesideADelta) {
    EXPECT_TRUE(read_stock_adjustment(json::parse(R"({"count":4,"ifAvailable":12,"reason":"count"})")));
    EXPECT_EQ(pointers(read_stock_adjustment(json::parse(R"({"count":4})")).error()), Pointers{"/ifAvailable"});
    EXPECT_EQ(pointers(read_stock_adjustment(json::parse(R"({"delta":1,"count":4})")).error()), Pointers{"/count"});
}

TEST(Fields, CountLettersNotBytes) {
    std::string letters;
    for (int i = 0; i < 120; ++i) letters += "é";
    EXPECT_FALSE(mistake_in(letters, bounds::name));
    EXPECT_TRUE(mistake_in(std::string(121, 'e'), bounds::name));
}

TEST(Fields, TakeLineFeedsInDescriptionsAlone) {
    EXPECT_FALSE(mistake_in("a\nb", bounds::description));
    EXPECT_TRUE(mistake_in("a\nb", bounds::name));
    EXPECT_TRUE(mistake_in("a\tb", bounds::description));
    EXPECT_TRUE(mistake_in("\xC2\xA0\xE2\x80\x83", bounds::name)) << "white space is not only the blank";
}

TEST(Parameters, NameEveryMistakeAtOnce) {
    Parameters parameters("limit=0&sort=up&limit=3&x=1&q=%zz");
    (void)parameters.number("limit", bounds::limit);
    (void)parameters.parsed("sort", sort_from, "An order.");
    parameters.refuse_others();
    Pointers found;
    for (const auto& error : parameters.take_errors()) found.push_back(error.pointer);
    EXPECT_EQ(found, (Pointers{"/limit", "/q", "/limit", "/sort", "/x"}));
}

TEST(Parameters, DecodeBlanksAndUtf8) {
    Parameters parameters("q=cr%C3%A8me+br%C3%BBl%C3%A9e");
    EXPECT_EQ(parameters.text("q", bounds::words), "crème brûlée");
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
    const auto base = based_on(R"(W/"c3", "7", "c", "cx", "c12")");
    EXPECT_TRUE(base.admits({3}));
    EXPECT_TRUE(base.admits({12}));
    EXPECT_FALSE(base.admits({7}));
    EXPECT_TRUE(based_on("*").admits({99}));
}

ProductId any_id() {
    const auto letters = *rc::gen::nonEmpty(rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::inRange('a', 'z'), rc::gen::inRange('0', '9'), rc::gen::just('-'))));
    return *ProductId::parse(('a' + letters).substr(0, 64));
}

RC_GTEST_PROP(Cursor, LeadsBackToWhereThePageEnded,
              (std::string query, std::int64_t number, std::string text, bool by_text)) {
    const QueryHash hash = QueryHash::of(query);
    const PageEnd end{by_text ? SortValue(text.substr(0, 160)) : SortValue(number), any_id()};
    const std::string cursor = encode_cursor(hash, end);
    RC_ASSERT(cursor.size() <= longest_cursor);
    const auto back = decode_page_end(hash, cursor);
    RC_ASSERT(back.has_value());
    RC_ASSERT((back->value == end.value));
    RC_ASSERT((back->id == end.id));
}

RC_GTEST_PROP(Cursor, OfAnotherQueryIsNone, (std::string query, std::string other)) {
    RC_PRE(query != other);
    const std::string cursor = encode_cursor(QueryHash::of(query), any_id());
    RC_ASSERT(!decode_product_id(QueryHash::of(other), cursor));
}

RC_GTEST_PROP(Cursor, IsNoneWhateverGarbageComes, (std::string garbage)) {
    const QueryHash hash = QueryHash::of("products");
    RC_ASSERT(!decode_page_end(hash, garbage));
    RC_ASSERT(!decode_order_page_end(hash, garbage));
    RC_ASSERT(!decode_product_id(hash, garbage));
}

RC_GTEST_PROP(Cursor, ThatWasTamperedWithNeverBreaksAnything, (std::size_t at, char with)) {
    const QueryHash hash = QueryHash::of("orders");
    std::string cursor = encode_cursor(hash, OrderPageEnd{Instant{}, *OrderId::parse("o1")});
    cursor[at % cursor.size()] = with;
    const auto end = decode_order_page_end(hash, cursor);
    if (end) RC_ASSERT(end->placed_at >= Instant{});
}

}  // namespace
}  // namespace shop
