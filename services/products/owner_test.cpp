// The owner's use cases: create, edit, count, archive, list.
#include <gtest/gtest.h>

#include <set>

#include "services/products/adjust_stock.hpp"
#include "services/products/archive_product.hpp"
#include "services/products/create_product.hpp"
#include "services/products/edit_content.hpp"
#include "services/products/list_studio_products.hpp"
#include "services/testing/test_world.hpp"

namespace shop {
namespace {

using testing::product;
using testing::product_id;

class TheOwner : public ::testing::Test {
protected:
    TheOwner() { world.shelve(product("teapot")); }

    Outcome<Product> create(const std::string& name, std::optional<std::string> id = std::nullopt) {
        return create_product(
            world.shop, world.context,
            {id ? ProductId::parse(*id) : std::nullopt, name, "", *Category::parse("desk"), {}, Money{100}, 3});
    }
    Outcome<Product> edit(const ContentPatch& patch, const SeenContentRevs& seen = {true, {}}) {
        return edit_content(world.shop, world.context, product_id("teapot"), seen, patch);
    }
    Outcome<Product> adjust(std::variant<Delta, Stocktake> what) {
        return adjust_stock(world.shop, world.context, product_id("teapot"), {what, "delivery"});
    }
    // The next `verb` happens and its answer is lost.
    void lose_the_answer_to(const std::string& verb, const std::function<void()>& happens) {
        world.store.intercept([this, verb, happens, done = false](std::string_view called) mutable {
            if (done || called != verb) return std::optional<store::Error>();
            done = true;
            world.store.intercept({});
            happens();
            return std::optional(store::Error{store::Fault::in_doubt, "the connection closed", {}, {}});
        });
    }

    testing::World world;
};

TEST_F(TheOwner, PutsANewProductOnShowUnderTheSlugOfItsName) {
    const auto made = create("Brass ruler");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->id.text(), "brass-ruler");
    EXPECT_EQ(made->stock, Stock::initial(3));
    EXPECT_EQ(world.on_shelf("brass-ruler"), *made);
}

TEST_F(TheOwner, CannotTakeAnIdThatIsTaken) {
    EXPECT_EQ(create("Another", "teapot").error().refusal, Refusal::product_exists);
    EXPECT_EQ(world.on_shelf("teapot"), product("teapot"));
}

TEST_F(TheOwner, IsToldWhereANameMakesNoId) {
    for (const char* name : {"茶壶", "茶壶 500", "Чайник 2", "🫖"}) {
        const auto made = create(name);
        ASSERT_FALSE(made) << name;
        EXPECT_EQ(std::get<FieldErrors>(made.error().facts).at(0).pointer, "/id");
        EXPECT_EQ(create(name, "teapot-500").has_value(), name == std::string("茶壶"))
            << "the way out: an id of one's own";
    }
}

TEST_F(TheOwner, EditsContentAndLeavesStockAlone) {
    world.now += std::chrono::hours{1};
    const auto edited = edit({.name = "Tin teapot", .price = Money{4500}});
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->rev.number, 2);
    EXPECT_EQ(edited->content_rev.number, 2);
    EXPECT_EQ(edited->previous_price, Money{4900});
    EXPECT_EQ(edited->price_changed_at, world.now);
    EXPECT_EQ(edited->changed_at, world.now);
    EXPECT_EQ(edited->updated_at, world.now);
    EXPECT_EQ(edited->stock, product("teapot").stock);
    EXPECT_EQ(world.on_shelf("teapot"), *edited);
}

TEST_F(TheOwner, GivesAProductSearchWordsAndTakesThemAway) {
    const auto edited = edit({.search_words = {{"kettle", "pot"}}});
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->search_words, (std::vector<std::string>{"kettle", "pot"}));
    EXPECT_EQ(world.on_shelf("teapot"), *edited);
    EXPECT_EQ(edit({.name = "Tin teapot"})->search_words.size(), 2u) << "what is absent stays";
    EXPECT_TRUE(edit({.search_words = std::vector<std::string>{}})->search_words.empty());
    EXPECT_TRUE(world.on_shelf("teapot").search_words.empty());
}

TEST_F(TheOwner, ChangesAProductWithPriceAndStockAlone) {
    EXPECT_EQ(create("Brass ruler")->changed_at, std::nullopt);
    world.now += std::chrono::hours{1};
    EXPECT_EQ(edit({.name = "Tin teapot", .status = ProductStatus::archived})->changed_at, std::nullopt);
    EXPECT_EQ(adjust(Stocktake{12, 12})->changed_at, std::nullopt) << "as many as were thought";
    EXPECT_EQ(adjust(Delta{-1})->changed_at, world.now);
}

TEST_F(TheOwner, MakesNoRevisionWithAnEditThatChangesNothing) {
    EXPECT_EQ(edit({.name = product("teapot").name}).value(), product("teapot"));
    EXPECT_EQ(edit({}).value(), product("teapot"));
}

TEST_F(TheOwner, IsRefusedAnEditOfWhatSomeoneElseEdited) {
    EXPECT_EQ(edit({.name = "A"}, {false, {{2}}}).error().refusal, Refusal::precondition_failed);
    EXPECT_TRUE(edit({.name = "A"}, {false, {{2}, {1}}}));
}

TEST_F(TheOwner, TakesNothingOutOfTheShopThatIsNotWhatWasSeen) {
    const auto archive = [&](const SeenRevs& seen) {
        return archive_product(world.shop, world.context, product_id("teapot"), seen);
    };
    EXPECT_EQ(archive({false, {{2}}}).error().refusal, Refusal::precondition_failed);
    EXPECT_EQ(archive({}).error().refusal, Refusal::precondition_failed) << "what is no tag of it";
    EXPECT_EQ(archive_product(world.shop, world.context, product_id("none"), {false, {{1}}}).error().refusal,
              Refusal::not_found);
    world.meanwhile("modify", [&] { EXPECT_TRUE(adjust(Delta{-1})); });
    EXPECT_EQ(archive({false, {{1}}}).error().refusal, Refusal::precondition_failed) << "a sale was faster";
    EXPECT_EQ(world.on_shelf("teapot").status, ProductStatus::active);
    EXPECT_TRUE(archive({false, {{2}}}));
    EXPECT_TRUE(archive({false, {{3}}})) << "archiving twice is archiving once";
}

TEST_F(TheOwner, CountsNothingThatIsNotWhatWasSeen) {
    const auto count = [&](std::int64_t rev) {
        return adjust_stock(world.shop, world.context, product_id("teapot"), {Delta{1}, ""}, {false, {{rev}}});
    };
    EXPECT_EQ(count(2).error().refusal, Refusal::precondition_failed);
    world.meanwhile("modify", [&] {
        Product sold = world.on_shelf("teapot");
        sold.rev = {2};
        world.shelve(sold);
    });
    EXPECT_EQ(count(1).error().refusal, Refusal::precondition_failed) << "a sale was faster";
    EXPECT_EQ(world.on_shelf("teapot").stock.available, 12);
    EXPECT_EQ(count(2)->stock.available, 13);
}

TEST_F(TheOwner, IsNotDisturbedByASaleBetweenReadAndWrite) {
    world.store.intercept([this](std::string_view verb) -> std::optional<store::Error> {
        if (verb == "modify") {
            world.store.intercept({});
            EXPECT_TRUE(adjust(Delta{-1}));
        }
        return std::nullopt;
    });
    const auto edited = edit({.name = "Tin teapot"}, {false, {{1}}});
    ASSERT_TRUE(edited);
    EXPECT_EQ(edited->changed_at, world.now) << "the sale's moment stays";
    EXPECT_EQ(edited->stock.available, 11);
    EXPECT_EQ(edited->rev.number, 3);
}

TEST_F(TheOwner, RearrangesPicturesAndDropsThoseLeftOut) {
    const auto turned = edit({.images = {{{"9b7e4426", "The back"}, {"5f1d0a3c", "The front"}}}});
    ASSERT_TRUE(turned);
    EXPECT_EQ(turned->images[0].alt, "The back");
    EXPECT_EQ(image_id(turned->images[1]), "5f1d0a3c");
    EXPECT_EQ(edit({.images = {{{"9b7e4426", ""}}}})->images.size(), 1u);
}

TEST_F(TheOwner, IsToldEveryPictureThatIsNotTheProducts) {
    const auto edited = edit({.images = {{{"00", ""}, {"5f1d0a3c", ""}, {"5f1d0a3c", ""}}}});
    ASSERT_FALSE(edited);
    const auto& errors = std::get<FieldErrors>(edited.error().facts);
    ASSERT_EQ(errors.size(), 2u);
    EXPECT_EQ(errors[0].pointer, "/images/0/id");
    EXPECT_EQ(errors[1].pointer, "/images/2/id");
}

TEST_F(TheOwner, ReceivesAndWritesOffUnits) {
    EXPECT_EQ(adjust(Delta{5})->stock, (Stock{17, 17, 0, 0}));
    EXPECT_EQ(adjust(Delta{-17})->stock, Stock::initial(0));
    const auto refused = adjust(Delta{-1});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, Refusal::stock_changed);
    EXPECT_EQ(std::get<StockNow>(refused.error().facts).available, 0);
}

TEST_F(TheOwner, CannotReceiveMoreThanAShelfHolds) {
    EXPECT_EQ(adjust(Delta{max_units}).error().refusal, Refusal::invalid_content);
}

TEST_F(TheOwner, CountsAgainstWhatWasThere) {
    EXPECT_EQ(adjust(Stocktake{40, 12})->stock, (Stock{40, 40, 0, 0}));
    const auto refused = adjust(Stocktake{5, 12});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().refusal, Refusal::stock_changed);
    EXPECT_EQ(refused.error().detail, "40 are available now, not 12. Count again.");
    EXPECT_EQ(adjust(Stocktake{40, 40})->rev.number, 2) << "a count that agrees changes nothing the public sees";
}

TEST_F(TheOwner, ArchivesOnceHoweverOften) {
    ASSERT_TRUE(archive_product(world.shop, world.context, product_id("teapot")));
    const auto archived = world.on_shelf("teapot");
    EXPECT_EQ(archived.status, ProductStatus::archived);
    EXPECT_EQ(archived.content_rev.number, 2);
    ASSERT_TRUE(archive_product(world.shop, world.context, product_id("teapot")));
    EXPECT_EQ(world.on_shelf("teapot"), archived);
    EXPECT_EQ(archive_product(world.shop, world.context, product_id("none")).error().refusal, Refusal::not_found);
}

TEST_F(TheOwner, SeesEveryProductOncePageByPage) {
    for (int i = 0; i < 9; ++i) ASSERT_TRUE(create("Thing " + std::to_string(i)));
    std::multiset<std::string> seen;
    std::optional<ProductId> after;
    do {
        const auto page = list_studio_products(world.shop, world.context, 3, after);
        ASSERT_TRUE(page);
        for (const auto& shown : page->products) seen.insert(shown.id.text());
        after = page->next;
    } while (after);
    EXPECT_EQ(seen.size(), 10u);
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 10u);
}

TEST_F(TheOwner, IsNotToldThatAnEditHappenedWhenNobodyKnows) {
    lose_the_answer_to("modify", [] {});
    EXPECT_EQ(edit({.name = "Tin teapot"}).error().refusal, Refusal::unavailable);
}

TEST_F(TheOwner, LearnsThatAWriteHappenedThoughItsAnswerWasLost) {
    const Operation operation{"op1"};
    const store::Modify rename{"products", product_key(product_id("teapot")), {store::Set{"name", "Tin teapot"}}, {}};
    lose_the_answer_to("modify", [&] { EXPECT_TRUE(write(world.shop, world.context, rename, operation)); });
    const auto written = write(world.shop, world.context, rename, operation);
    ASSERT_TRUE(written);
    EXPECT_TRUE(std::holds_alternative<store::Item>(*written));
}

TEST_F(TheOwner, IsAskedToTryAgainWhereTheStoreIsAway) {
    world.store.intercept(
        [](std::string_view) { return std::optional(store::Error{store::Fault::throttled, "slow down", {}, {}}); });
    EXPECT_EQ(edit({.name = "A"}).error().refusal, Refusal::unavailable);
    EXPECT_EQ(adjust(Delta{1}).error().refusal, Refusal::unavailable);
}

}  // namespace
}  // namespace shop
