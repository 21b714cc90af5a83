#include "services/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <set>

#include "services/products/test_products.hpp"

namespace shop {
namespace {

const Currency euro = *Currency::parse("EUR");

Card card(const std::string& id, const std::string& name, const std::string& category, std::int64_t price,
          std::int64_t available = 5, std::int64_t rev = 1) {
    Product product = testing::product(id, price, available);
    product.name = name;
    product.category = *Category::parse(category);
    product.rev = {rev};
    return card_of(product, euro);
}

std::vector<std::string> ids(const Listing& listing) {
    std::vector<std::string> result;
    for (const auto* shown : listing.cards) result.push_back(shown->id.text());
    return result;
}

using Ids = std::vector<std::string>;

class ACatalogue : public ::testing::Test {
protected:
    ACatalogue() {
        catalogue.show(card("teapot", "Copper teapot", "kitchen", 4900));
        catalogue.show(card("kettle", "Cast-iron kettle", "kitchen", 2500, 0));
        catalogue.show(card("trowel", "Épée trowel", "garden", 1500));
        catalogue.show(card("ruler", "brass ruler", "desk", 2500));
    }
    Listing list(Sort sort) const {
        ListQuery query;
        query.sort = sort;
        return catalogue.list(query);
    }
    Catalogue catalogue;
};

TEST_F(ACatalogue, SortsByNameWhateverTheCaseAndByPriceWithTiesById) {
    EXPECT_EQ(ids(list(Sort::name)), (Ids{"ruler", "kettle", "teapot", "trowel"}));
    EXPECT_EQ(ids(list(Sort::price_up)), (Ids{"trowel", "kettle", "ruler", "teapot"}));
    EXPECT_EQ(ids(list(Sort::price_down)), (Ids{"teapot", "kettle", "ruler", "trowel"}));
}

TEST_F(ACatalogue, ShowsTheNewestFirst) {
    Product newest = testing::product("newest");
    newest.created_at += std::chrono::hours{1};
    catalogue.show(card_of(newest, euro));
    EXPECT_EQ(ids(list(Sort::newest)).front(), "newest");
    EXPECT_EQ(ids(list(Sort::relevance)).front(), "newest") << "without words there is no relevance";
}

TEST_F(ACatalogue, ShowsWhatChangedTheLatestFirstAndNothingThatNeverDid) {
    EXPECT_EQ(list(Sort::changed).total, 0u);
    EXPECT_TRUE(list(Sort::changed).categories.empty());
    const auto change = [&](const std::string& id, int hours) {
        Product changed = testing::product(id);
        changed.rev = {2};
        changed.changed_at = changed.created_at + std::chrono::hours{hours};
        catalogue.show(card_of(changed, euro));
    };
    change("teapot", 1);
    change("kettle", 3);
    change("ruler", 1);
    EXPECT_EQ(ids(list(Sort::changed)), (Ids{"kettle", "ruler", "teapot"}));
    EXPECT_EQ(list(Sort::changed).total, 3u);
    ListQuery query;
    query.sort = Sort::changed;
    query.words = "teapot";
    EXPECT_EQ(ids(catalogue.list(query)), Ids{"teapot"});
    query.words = "trowel";
    EXPECT_EQ(catalogue.list(query).total, 0u);
}

TEST_F(ACatalogue, CountsCategoriesWithEveryFilterButTheCategory) {
    ListQuery query;
    query.category = Category::parse("kitchen");
    query.in_stock_only = true;
    const Listing listing = catalogue.list(query);
    EXPECT_EQ(ids(listing), Ids{"teapot"});
    EXPECT_EQ(listing.total, 1u);
    ASSERT_EQ(listing.categories.size(), 3u);
    EXPECT_EQ(listing.categories[0].category.text(), "desk");
    EXPECT_EQ(listing.categories[2].category.text(), "kitchen");
    EXPECT_EQ(listing.categories[2].count, 1);
}

TEST_F(ACatalogue, FiltersByPriceInclusively) {
    ListQuery query;
    query.min_price = Money{1500};
    query.max_price = Money{2500};
    EXPECT_EQ(catalogue.list(query).total, 3u);
    query.min_price = Money{2501};
    EXPECT_EQ(catalogue.list(query).total, 0u);
}

TEST_F(ACatalogue, IgnoresWhatIsNotNewer) {
    catalogue.show(card("teapot", "Silver teapot", "kitchen", 9900, 5, 3));
    catalogue.show(card("teapot", "Copper teapot", "kitchen", 4900, 5, 2));
    catalogue.remove(ProductId::parse("teapot").value(), {3});
    ListQuery query;
    query.words = "silver";
    EXPECT_EQ(catalogue.list(query).total, 1u);
    query.words = "copper";
    EXPECT_EQ(catalogue.list(query).total, 0u);
    EXPECT_EQ(catalogue.size(), 4u);
}

TEST_F(ACatalogue, RemembersAtWhichRevAProductLeft) {
    catalogue.remove(ProductId::parse("teapot").value(), {5});
    catalogue.show(card("teapot", "Copper teapot", "kitchen", 4900, 5, 4));
    EXPECT_EQ(catalogue.size(), 3u) << "an older card does not bring it back";
    catalogue.show(card("teapot", "Copper teapot", "kitchen", 4900, 5, 6));
    EXPECT_EQ(catalogue.size(), 4u);
    EXPECT_EQ(catalogue.categories().size(), 3u);
}

TEST_F(ACatalogue, IsPagedInEveryOrderWithoutLossOrRepetition) {
    for (int i = 0; i < 100; ++i) {
        Card thing = card("p" + std::to_string(i), "Thing " + std::to_string(i % 7), "toys", 100 * (i % 5) + 1);
        if (i % 4 != 0) thing.changed_at = thing.created_at + std::chrono::hours{i % 9};
        catalogue.show(std::move(thing));
    }
    for (const Sort sort :
         {Sort::relevance, Sort::name, Sort::price_up, Sort::price_down, Sort::newest, Sort::changed}) {
        for (const std::string words : {"", "thing"}) {
            ListQuery query;
            query.sort = sort;
            query.words = words;
            query.limit = 200;
            const Ids whole = ids(catalogue.list(query));
            query.limit = 7;
            Ids paged;
            do {
                const Listing page = catalogue.list(query);
                for (auto& id : ids(page)) paged.push_back(std::move(id));
                query.after = page.next;
            } while (query.after);
            EXPECT_EQ(paged, whole) << static_cast<int>(sort) << words;
        }
    }
}

TEST_F(ACatalogue, GoesOnAfterAPlaceWhoseProductIsGone) {
    ListQuery query;
    query.sort = Sort::price_up;
    query.limit = 2;
    const auto next = catalogue.list(query).next;
    catalogue.remove(ProductId::parse("kettle").value(), {2});
    query.after = next;
    EXPECT_EQ(ids(catalogue.list(query)), (Ids{"ruler", "teapot"}));
}

}  // namespace
}  // namespace shop
