#include "services/products/product_item.hpp"

#include <gtest/gtest.h>

#include "services/catalogue/catalogue.hpp"
#include "services/products/test_products.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
namespace {

const Currency euro = *Currency::parse("EUR");

Product teapot() {
    Product product = testing::product("teapot");
    product.rev = {7};
    product.content_rev = {3};
    product.previous_price = Money{5400};
    product.price_changed_at = testing::noon();
    product.changed_at = testing::noon() + std::chrono::hours{1};
    return product;
}

TEST(ProductItem, HoldsEverythingOfTheProduct) {
    EXPECT_EQ(product_from(item_of(teapot())).value(), teapot());
    EXPECT_EQ(product_from(item_of(testing::product("kettle"))).value(), testing::product("kettle"));
    Product known_otherwise = teapot();
    known_otherwise.search_words = {"kettle", "pot"};
    EXPECT_EQ(product_from(item_of(known_otherwise)).value(), known_otherwise);
}

TEST(ProductItem, ThatLacksSomethingSaysWhat) {
    for (const auto& [name, value] : item_of(testing::product("teapot"))) {
        store::Item item = item_of(testing::product("teapot"));
        item.erase(name);
        const auto product = product_from(item);
        ASSERT_FALSE(product) << name;
        EXPECT_EQ(product.error().what, name);
    }
}

TEST(ProductItem, OfBeforeThereWasChangedAtChangedWhenItsPriceDid) {
    store::Item item = item_of(teapot());
    item.erase("changedAt");
    EXPECT_EQ(product_from(item)->changed_at, teapot().price_changed_at);
}

TEST(ProductItem, OfAnUnknownStatusOrAWrongTypeIsNoProduct) {
    store::Item item = item_of(teapot());
    item.insert_or_assign("status", "sleeping");
    EXPECT_EQ(product_from(item).error().what, "status");
    item = item_of(teapot());
    item.insert_or_assign("price", "4900");
    EXPECT_EQ(product_from(item).error().what, "price");
    item = item_of(teapot());
    item.insert_or_assign("searchWords", store::List{store::Value(1)});
    EXPECT_EQ(product_from(item).error().what, "searchWords");
}

TEST(Card, IsWhatTheContractSays) {
    Product product = teapot();
    product.images = {{"A \"round\" teapot",
                       "stands",
                       "data:image/webp;base64,AAAA",
                       "#e9d8c4",
                       {{"image/avif", 320, "/media/products/teapot/5f-320.avif"},
                        {"image/avif", 1280, "/media/products/teapot/5f-1280.avif"}}}};
    EXPECT_EQ(card_json(product, euro),
              R"({"kind":"product","id":"teapot","rev":7,"name":"Copper teapot","category":"kitchen",)"
              R"("price":{"amount":4900,"currency":"EUR"},"previousPrice":{"amount":5400,"currency":"EUR"},)"
              R"("priceChangedAt":"2026-11-22T12:00:00.000Z","available":12,"createdAt":"2026-11-22T12:00:00.000Z",)"
              R"("changedAt":"2026-11-22T13:00:00.000Z",)"
              R"("image":{"alt":"A \"round\" teapot","placed":"stands","placeholder":"data:image/webp;base64,AAAA",)"
              R"("tint":"#e9d8c4","sources":[{"type":"image/avif","width":320,)"
              R"("url":"/media/products/teapot/5f-320.avif"}]}})");
}

TEST(Card, OfTheFeedIsTheCardOfTheProduct) {
    Product product = teapot();
    product.search_words = {"kettle", "pot"};
    const store::Value change = change_of(product, euro);
    const auto of_feed = card_from(*change.map());
    const Card of_product = card_of(product, euro);
    ASSERT_TRUE(of_feed);
    EXPECT_EQ(of_feed->id, of_product.id);
    EXPECT_EQ(of_feed->rev, of_product.rev);
    EXPECT_EQ(of_feed->search_words, product.search_words);
    EXPECT_EQ(of_feed->price, of_product.price);
    EXPECT_EQ(of_feed->available, of_product.available);
    EXPECT_EQ(of_feed->created_at, of_product.created_at);
    EXPECT_EQ(of_feed->changed_at, of_product.changed_at);
    EXPECT_EQ(of_feed->json.size(), of_product.json.size()) << "the same fields, in another order";
}

TEST(Card, OfAnArchivedProductSaysThatItIsGone) {
    Product product = teapot();
    product.status = ProductStatus::archived;
    EXPECT_EQ(json_of(change_of(product, euro)), R"({"gone":true,"id":"teapot","kind":"product","rev":7})");
}

TEST(JsonText, WritesListsAndObjectsWithTheirCommas) {
    std::string text;
    JsonText out(text);
    out.begin_object();
    out.key("a"), out.begin_list(), out.number(1), out.text("[x"), out.null(), out.end_list();
    out.key("b"), out.begin_object(), out.end_object();
    out.key("c"), out.flag(false);
    out.end_object();
    EXPECT_EQ(text, R"({"a":[1,"[x",null],"b":{},"c":false})");
}

TEST(ValueBuilder, BuildsWhatJsonTextWrites) {
    ValueBuilder out;
    out.begin_object();
    out.key("a"), out.begin_list(), out.number(1), out.begin_object(), out.key("x"), out.null(), out.end_object(),
        out.end_list();
    out.key("b"), out.flag(true);
    out.end_object();
    EXPECT_EQ(json_of(out.take()), R"({"a":[1,{"x":null}],"b":true})");
}

}  // namespace
}  // namespace shop
