#include "services/catalogue/live_catalogue.hpp"

#include <gtest/gtest.h>

#include "services/feed/list_changes.hpp"
#include "services/feed/project_changes.hpp"
#include "services/testing/test_world.hpp"

namespace shop {
namespace {

using testing::product;

class AFeed : public ::testing::Test {
protected:
    AFeed() {
        world.shelve(product("teapot"));
        world.shelve(product("kettle"));
    }
    // What the projector does, in one go.
    void append(const store::List& changes) {
        head = {"e1", head.seq + 1};
        ASSERT_TRUE(
            world.store.put(world.context, {"feed", feed::entry_item({head, changes, world.now}, world.now), {}}));
        ASSERT_TRUE(world.store.put(world.context, {"feed", feed::head_item(head), {}}));
    }
    void change(const std::string& id, const std::string& name, std::int64_t rev) {
        Product changed = product(id);
        changed.name = name;
        changed.rev = {rev};
        append({change_of(changed, world.shop.currency)});
    }
    std::size_t found(const std::string& words) {
        const auto fresh = live.fresh(world.context);
        EXPECT_TRUE(fresh);
        ListQuery query;
        query.words = words;
        return fresh ? (*fresh)->list(query).total : 0;
    }
    void later(std::chrono::milliseconds by) { world.now += by; }
    std::size_t reads() const { return reads_; }
    void count_reads() {
        reads_ = 0;
        world.store.intercept([this](std::string_view verb) -> std::optional<store::Error> {
            if (verb == "get") ++reads_;
            if (away_) return store::Error{store::Fault::timed_out, "away", {}, {}};
            return std::nullopt;
        });
    }
    void lose_the_feed() { away_ = true; }

    testing::World world;
    Position head{"e1", 0};
    LiveCatalogue live{world.shop, vitrine::Log::silent()};

private:
    std::size_t reads_ = 0;
    bool away_ = false;
};

TEST_F(AFeed, ThatIsMissingIsMadeByWhoeverAsksFirstAndItsEpochStays) {
    ASSERT_TRUE(live.load(world.context));
    const Position made = live.position();
    EXPECT_EQ(made.seq, 0);
    EXPECT_NE(made.epoch, Position{}.epoch);
    EXPECT_EQ(found("teapot"), 1u);
    const auto nothing_yet = list_changes(world.shop, world.context, made);
    ASSERT_TRUE(nothing_yet);
    EXPECT_EQ(nothing_yet->to, made);
    const store::StreamRecord first{"1", {{"id", "teapot"}}, std::nullopt, item_of(product("teapot"))};
    ASSERT_TRUE(project_changes(world.shop, world.context, {first}));
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("teapot"), 1u);
    EXPECT_EQ(live.position(), (Position{made.epoch, 1})) << "the first change makes no other epoch";
}

TEST_F(AFeed, IsMadeOnceByTwoWhoAskAtTheSameTime) {
    Position others;
    world.meanwhile("put", [&] { others = feed::read_head(world.shop, world.context).value(); });
    const auto read = feed::read_head(world.shop, world.context);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, others);
    EXPECT_EQ(world.store.items("feed").size(), 1u);
}

TEST_F(AFeed, WhoseMakersAnswerWasLostIsLookedForAgain) {
    world.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "put") return std::nullopt;
        world.store.intercept({});
        EXPECT_TRUE(world.store.put(world.context, {"feed", feed::head_item({"made", 0}), {}}));
        return store::Error{store::Fault::in_doubt, "the answer was lost", {}, {}};
    });
    const auto read = feed::read_head(world.shop, world.context);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->text(), "made:0");
}

TEST_F(AFeed, ThatCannotBeMadeHasNoPosition) {
    world.store.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "put") return std::nullopt;
        return store::Error{store::Fault::denied, "not allowed", {}, {}};
    });
    EXPECT_FALSE(live.load(world.context));
    const auto fresh = live.fresh(world.context);
    EXPECT_FALSE(fresh) << "better no list than one at a position that nobody has";
}

TEST_F(AFeed, ThatWasEmptiedGetsAnotherEpoch) {
    change("teapot", "Copper teapot", 1);
    ASSERT_TRUE(live.load(world.context));
    for (std::int64_t seq : {0, 1}) {
        ASSERT_TRUE(world.store.remove(world.context, {"feed", {{"topic", feed::catalogue}, {"seq", seq}}, {}}));
    }
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("teapot"), 1u);
    EXPECT_EQ(live.position().seq, 0);
    EXPECT_NE(live.position().epoch, head.epoch);
}

TEST_F(AFeed, IsAppliedByTheNextAnswer) {
    change("teapot", "Copper teapot", 1);
    ASSERT_TRUE(live.load(world.context));
    change("teapot", "Silver teapot", 2);
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("silver"), 1u);
    EXPECT_EQ(live.position(), head);
}

TEST_F(AFeed, IsNotAskedMoreOftenThanItsHeadStaysFresh) {
    ASSERT_TRUE(live.load(world.context));
    count_reads();
    found("");
    later(LiveCatalogue::head_is_fresh - std::chrono::milliseconds{1});
    found("");
    EXPECT_EQ(reads(), 0u);
    later(std::chrono::milliseconds{1});
    found("");
    found("");
    EXPECT_EQ(reads(), 1u);
}

TEST_F(AFeed, TakesGoneProductsOutAndFetchesWhatItCouldNotCarry) {
    change("teapot", "Copper teapot", 1);
    ASSERT_TRUE(live.load(world.context));
    Product archived = product("kettle");
    archived.rev = {2};
    archived.status = ProductStatus::archived;
    Product renamed = product("teapot");
    renamed.rev = {2};
    renamed.name = "Tin teapot";
    world.shelve(renamed);
    append({change_of(archived, world.shop.currency),
            store::Map{{"kind", "product"}, {"id", "teapot"}, {"refetch", true}}});
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("kettle"), 0u);
    EXPECT_EQ(found("tin"), 1u);
}

TEST_F(AFeed, OfAnotherEpochIsLoadedAnew) {
    change("teapot", "Copper teapot", 1);
    ASSERT_TRUE(live.load(world.context));
    head = {"e2", 1};
    ASSERT_TRUE(world.store.put(world.context, {"feed", feed::head_item(head), {}}));
    Product renamed = product("teapot");
    renamed.name = "Tin teapot";
    world.shelve(renamed);
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("tin"), 1u) << "revs of the old epoch are forgotten";
    EXPECT_EQ(live.position(), head);
}

TEST_F(AFeed, WithAHoleIsLoadedAnew) {
    change("teapot", "Copper teapot", 1);
    ASSERT_TRUE(live.load(world.context));
    world.shelve([] {
        Product added = product("ladle");
        return added;
    }());
    head.seq += 1;
    change("teapot", "Copper teapot", 2);
    later(LiveCatalogue::head_is_fresh);
    EXPECT_EQ(found("ladle"), 1u);
    EXPECT_EQ(live.position(), head);
}

TEST_F(AFeed, ThatIsAwayIsDoneWithoutForFiveSeconds) {
    ASSERT_TRUE(live.load(world.context));
    count_reads();
    lose_the_feed();
    later(LiveCatalogue::data_is_usable - std::chrono::milliseconds{1});
    EXPECT_EQ(found("teapot"), 1u);
    later(std::chrono::milliseconds{1});
    const auto fresh = live.fresh(world.context);
    ASSERT_FALSE(fresh);
    EXPECT_EQ(fresh.error().refusal, Refusal::unavailable);
}

TEST_F(AFeed, TellsItsChangesSinceAPosition) {
    change("teapot", "Silver teapot", 2);
    change("teapot", "Tin teapot", 3);
    const auto changes = list_changes(world.shop, world.context, {"e1", 1});
    ASSERT_TRUE(changes);
    EXPECT_EQ(changes->from.text(), "e1:1");
    EXPECT_EQ(changes->to.text(), "e1:2");
    EXPECT_EQ(changes->changes.size(), 1u);
    EXPECT_FALSE(changes->more);
    const auto at_head = list_changes(world.shop, world.context, {"e1", 2});
    EXPECT_EQ(at_head->to, at_head->from);
}

TEST_F(AFeed, TellsAtMostAThousandChangesAtOnce) {
    const store::Value gone = store::Map{{"kind", "product"}, {"id", "teapot"}, {"rev", 1}, {"gone", true}};
    for (int i = 0; i < 50; ++i) append(store::List(24, gone));
    const auto first = list_changes(world.shop, world.context, {"e1", 0});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->changes.size(), 984u) << "41 whole entries of 24";
    EXPECT_TRUE(first->more);
    const auto rest = list_changes(world.shop, world.context, first->to);
    EXPECT_EQ(rest->to, head);
    EXPECT_FALSE(rest->more);
}

TEST_F(AFeed, ThatDoesNotReachBackIsGone) {
    const auto refusal = [&](const Position& since) {
        const auto changes = list_changes(world.shop, world.context, since);
        return changes ? std::optional<Refusal>() : changes.error().refusal;
    };
    change("teapot", "Silver teapot", 2);
    EXPECT_EQ(refusal({"e2", 0}), Refusal::feed_gone) << "another epoch";
    EXPECT_EQ(refusal({"e1", 2}), Refusal::feed_gone) << "beyond the head";
    EXPECT_EQ(refusal({"e1", 0}), std::nullopt);
    later(oldest_change);
    EXPECT_EQ(refusal({"e1", 0}), Refusal::feed_gone) << "too old";
    EXPECT_EQ(refusal({"e1", 1}), std::nullopt) << "at the head nothing is missing";
    head.seq += 1;
    change("teapot", "Tin teapot", 3);
    EXPECT_EQ(refusal({"e1", 1}), Refusal::feed_gone) << "a number is missing";
}

}  // namespace
}  // namespace shop
