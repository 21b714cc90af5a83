#include "services/products/product.hpp"

#include <gtest/gtest.h>

#include "services/feed/position.hpp"
#include "services/products/test_products.hpp"

namespace shop {
namespace {

TEST(Product, RemembersThePriceItHadAndWhenItChanged) {
    Product product = testing::product("teapot", 4900);
    const Instant later = testing::noon() + std::chrono::hours{1};
    reprice(product, Money{4500}, later);
    EXPECT_EQ(product.price, Money{4500});
    EXPECT_EQ(product.previous_price, Money{4900});
    EXPECT_EQ(product.price_changed_at, later);
}

TEST(Product, ThatIsGivenItsOwnPriceRemembersNothing) {
    Product product = testing::product("teapot", 4900);
    reprice(product, Money{4900}, testing::noon());
    EXPECT_EQ(product, testing::product("teapot", 4900));
}

TEST(Image, IsNamedByTheHashInItsFirstUrl) {
    EXPECT_EQ(image_id(testing::picture("teapot", "5f1d0a3c")), "5f1d0a3c");
    EXPECT_EQ(image_id(Image{}), "");
}

TEST(Position, IsReadAndWrittenAsEpochAndNumber) {
    EXPECT_EQ(Position::parse("k3v9q2:412"), (Position{"k3v9q2", 412}));
    EXPECT_EQ((Position{"k3v9q2", 412}).text(), "k3v9q2:412");
    EXPECT_EQ(Position{}.text(), "0:0");
}

TEST(Position, OfAnotherFormIsNone) {
    for (const char* wrong : {"", ":", "a:", ":1", "a", "a:b", "a:01", "a:-1", "a:+1", "a: 1", "a b:1", "a:1x", "a:1:2",
                              "a:1234567890123456", "abcdefghijklmnopqrstuvwxyz1234567:1"}) {
        EXPECT_FALSE(Position::parse(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace shop
