// What the owner sends about products: what is taken, and what is said of the rest.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "services/products/product_bounds.hpp"
#include "services/products/product_requests.hpp"

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

}  // namespace
}  // namespace shop
