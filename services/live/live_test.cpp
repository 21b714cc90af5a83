// The use cases of projector and pusher, over the memory store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/feed/feed.hpp"
#include "services/feed/project_changes.hpp"
#include "services/live/push_changes.hpp"
#include "services/live/subscriptions.hpp"
#include "services/shop/json_text.hpp"
#include "services/store/memory/memory_store.hpp"

namespace shop {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using vitrine::Milliseconds;

const Instant now{Milliseconds{1'795'359'845'678}};

store::Item product(const std::string& id, int rev, const std::string& name = "Cup") {
    return {{"id", id},
            {"rev", rev},
            {"contentRev", 1},
            {"name", name},
            {"description", ""},
            {"category", "kitchen"},
            {"price", 4900},
            {"received", 12},
            {"available", 12},
            {"reserved", 0},
            {"sold", 0},
            {"images", store::List{}},
            {"status", "active"},
            {"createdAt", vitrine::rfc3339(now)},
            {"updatedAt", vitrine::rfc3339(now)}};
}

store::StreamRecord changed(const std::string& id, int from, int to) {
    return {std::to_string(to), {{"id", id}}, product(id, from), product(id, to)};
}

struct Window {
    store::MemoryStore store{
        {{"feed", {{"topic", "seq"}, {}}},
         {"connections", {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}}}};
    Shop shop{store, [] { return now; }, vitrine::system_random(), {.feed = "feed"}, *Currency::parse("EUR")};
    store::Context context{vitrine::Deadline::in(Milliseconds{10'000})};

    Position head() { return feed::read_head(shop, context).value_or(Position{"?", -1}); }
    std::vector<feed::Entry> entries() {
        return feed::read_entries(store, context, "feed", 0, 1'000'000, 1'000).value_or(std::vector<feed::Entry>{});
    }
    bool project(const std::vector<store::StreamRecord>& records) {
        return project_changes(shop, context, records).has_value();
    }
};

std::vector<std::string> ids(const store::List& changes) {
    std::vector<std::string> out;
    for (const auto& change : changes) out.push_back(*change.map()->at("id").text());
    return out;
}

store::List changes_of(const std::vector<store::StreamRecord>& records) {
    return public_changes(records, *Currency::parse("EUR"));
}

// --- what the public is told

TEST(Projector, NamesTheProductsWhoseStockDoesNotAddUp) {
    store::StreamRecord sound = changed("cup", 1, 2);
    store::StreamRecord more_than_came = changed("pot", 1, 2);
    more_than_came.after->insert_or_assign("available", 13);
    store::StreamRecord below_zero = changed("jug", 1, 2);
    below_zero.after->insert_or_assign("available", -1);
    below_zero.after->insert_or_assign("sold", 13);
    store::StreamRecord removed = changed("tin", 1, 2);
    removed.after.reset();
    EXPECT_THAT(imbalanced({sound, more_than_came, below_zero, removed}), ElementsAre("pot", "jug"));
}

TEST(PublicChanges, KeepTheLastOfEachProductInTheOrderOfTheRecords) {
    const auto changes = changes_of({changed("a", 1, 2), changed("b", 1, 2), changed("a", 2, 3)});
    EXPECT_THAT(ids(changes), ElementsAre("b", "a"));
    EXPECT_EQ(changes[1].map()->at("rev"), store::Value(3));
    EXPECT_EQ(changes[1].map()->at("kind"), store::Value("product"));
}

TEST(PublicChanges, LeaveOutWhatThePublicDoesNotSee) {
    EXPECT_THAT(ids(changes_of({changed("a", 2, 2), changed("b", 1, 2), changed("b", 2, 2)})), ElementsAre("b"));
}

TEST(PublicChanges, TellOfANewProduct) {
    EXPECT_THAT(ids(changes_of({{"1", {{"id", "new"}}, std::nullopt, product("new", 1)}})), ElementsAre("new"));
}

TEST(PublicChanges, TellThatAnArchivedProductIsGone) {
    store::StreamRecord record = changed("a", 1, 2);
    record.after->insert_or_assign("status", "archived");
    EXPECT_EQ(changes_of({record})[0],
              store::Value(store::Map{{"kind", "product"}, {"id", "a"}, {"rev", 2}, {"gone", true}}));
}

TEST(PublicChanges, SayRefetchForWhatCannotBeReadAndLeaveNoHole) {
    store::StreamRecord broken = changed("a", 1, 2);
    broken.after->erase("name");
    const store::StreamRecord unreadable{"2", {{"id", "b"}}, std::nullopt, std::nullopt};
    EXPECT_THAT(changes_of({broken, unreadable}),
                ElementsAre(store::Map{{"kind", "product"}, {"id", "a"}, {"rev", 2}, {"refetch", true}},
                            store::Map{{"kind", "product"}, {"id", "b"}, {"refetch", true}}));
}

// --- the log

TEST(ProjectChanges, MakesAMissingHeadWithARandomEpoch) {
    Window first;
    Window second;
    ASSERT_TRUE(first.project({changed("a", 1, 2)}));
    ASSERT_TRUE(second.project({changed("a", 1, 2)}));
    EXPECT_EQ(first.head().seq, 1);
    EXPECT_NE(first.head().epoch, "0");
    EXPECT_NE(first.head().epoch, second.head().epoch);
    EXPECT_EQ(first.entries()[0].position, first.head());
}

TEST(ProjectChanges, AppendsWithoutAHoleUnderTheSameEpoch) {
    Window window;
    ASSERT_TRUE(window.project({changed("a", 1, 2)}));
    const auto before = window.head();
    ASSERT_TRUE(window.project({changed("b", 1, 2)}));
    EXPECT_EQ(window.head(), (Position{before.epoch, 2}));
    const auto entries = window.entries();
    ASSERT_THAT(entries, SizeIs(2));
    EXPECT_EQ(entries[1].position.seq, 2);
    EXPECT_THAT(ids(entries[1].changes), ElementsAre("b"));
}

TEST(ProjectChanges, KeepsEntriesForADay) {
    Window window;
    ASSERT_TRUE(window.project({changed("a", 1, 2)}));
    EXPECT_EQ(window.store.items("feed").back().at("expiresAt"), store::Value(vitrine::epoch_seconds(now) + 86'400));
}

TEST(ProjectChanges, WritesNothingWhereNothingIsPublic) {
    Window window;
    ASSERT_TRUE(window.project({changed("a", 2, 2)}));
    EXPECT_TRUE(window.store.items("feed").empty());
}

TEST(ProjectChanges, CutsEntriesAtTwentyFourCards) {
    Window window;
    std::vector<store::StreamRecord> records;
    for (int i = 0; i < 60; ++i) records.push_back(changed("p" + std::to_string(i), 1, 2));
    ASSERT_TRUE(window.project(records));
    std::vector<std::size_t> sizes;
    for (const auto& entry : window.entries()) sizes.push_back(entry.changes.size());
    EXPECT_THAT(sizes, ElementsAre(24, 24, 12));
    EXPECT_EQ(window.head().seq, 3);
}

TEST(ProjectChanges, CutsEntriesAtTwentyEightKilobytes) {
    Window window;
    std::vector<store::StreamRecord> records;
    for (int i = 0; i < 10; ++i) {
        records.push_back(changed("p" + std::to_string(i), 1, 2));
        records.back().after->insert_or_assign("name", std::string(9'000, 'x'));
    }
    ASSERT_TRUE(window.project(records));
    std::size_t cards = 0;
    for (const auto& entry : window.entries()) {
        EXPECT_LE(json_of(entry.changes).size(), max_bytes_in_entry + 2);
        cards += entry.changes.size();
    }
    EXPECT_EQ(cards, 10U);
}

TEST(ProjectChanges, ReadsTheHeadAgainWhereAnotherProjectorWasFaster) {
    Window window;
    ASSERT_TRUE(window.project({changed("a", 1, 2)}));
    int others = 2;
    window.store.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "transact" || others == 0) return std::nullopt;
        --others;
        EXPECT_TRUE(window.project({changed("other" + std::to_string(others), 1, 2)}));
        return std::nullopt;
    });
    ASSERT_TRUE(window.project({changed("b", 1, 2)}));
    EXPECT_EQ(window.head().seq, 4);
    EXPECT_THAT(ids(window.entries()[3].changes), ElementsAre("b"));
}

TEST(ProjectChanges, FailsAsAWhole) {
    Window window;
    window.store.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "transact") return std::nullopt;
        return store::Error{store::Fault::throttled, "on purpose", {}, {}};
    });
    EXPECT_FALSE(window.project({changed("a", 1, 2)}));
    EXPECT_EQ(window.head().seq, 0);
    EXPECT_TRUE(window.entries().empty());
}

// --- messages

store::StreamRecord appended(const std::string& epoch, int seq, store::List changes) {
    store::Item item = feed::entry_item({{epoch, seq}, std::move(changes), now}, now);
    return {std::to_string(seq), {{"topic", "catalogue"}, {"seq", seq}}, std::nullopt, std::move(item)};
}

store::Value card(const std::string& id, int rev, std::size_t size = 0) {
    return store::Map{{"kind", "product"}, {"id", id}, {"rev", rev}, {"name", std::string(size, 'x')}};
}

TEST(Pushes, PackConsecutiveEntriesIntoOneMessageWithTheLastCardOfEachProduct) {
    const auto pushes = pushes_of({appended("e", 8, {card("a", 1), card("b", 1)}), appended("e", 9, {card("a", 2)})});
    ASSERT_THAT(pushes, SizeIs(1));
    EXPECT_EQ(pushes[0].message,
              R"({"type":"changes","from":"e:7","to":"e:9","changes":[{"id":"a","kind":"product","name":"","rev":2},)"
              R"({"id":"b","kind":"product","name":"","rev":1}]})");
    EXPECT_THAT(pushes[0].topics, ElementsAre("catalogue#0", "catalogue#1", "catalogue#2", "catalogue#3"));
}

TEST(Pushes, BeginAnewWhereEntriesDoNotFollow) {
    const auto pushes = pushes_of(
        {appended("e", 1, {card("a", 1)}), appended("e", 3, {card("b", 1)}), appended("f", 4, {card("c", 1)})});
    ASSERT_THAT(pushes, SizeIs(3));
    EXPECT_THAT(pushes[1].message, HasSubstr(R"("from":"e:2","to":"e:3")"));
    EXPECT_THAT(pushes[2].message, HasSubstr(R"("from":"f:3","to":"f:4")"));
}

TEST(Pushes, FitIntoAHundredAndTwentyKilobytesAndLeaveNoGap) {
    std::vector<store::StreamRecord> records;
    for (int seq = 1; seq <= 20; ++seq)
        records.push_back(appended("e", seq, {card("p" + std::to_string(seq), 1, 26'000)}));
    const auto pushes = pushes_of(records);
    ASSERT_THAT(pushes, SizeIs(5));
    int from = 0;
    for (const Push& push : pushes) {
        EXPECT_LE(push.message.size(), max_bytes_in_message);
        EXPECT_THAT(push.message,
                    HasSubstr("\"from\":\"e:" + std::to_string(from) + "\",\"to\":\"e:" + std::to_string(from + 4)));
        from += 4;
    }
}

TEST(Pushes, CountAProductThatComesAgainOnce) {
    std::vector<store::StreamRecord> records;
    for (int seq = 1; seq <= 20; ++seq) records.push_back(appended("e", seq, {card("same", seq, 26'000)}));
    EXPECT_THAT(pushes_of(records), SizeIs(1));
}

TEST(Pushes, TellOfTheLastStateOfAnOrderToItsFollowersAndTheStudio) {
    const auto order = [](int rev, const char* state) {
        return store::StreamRecord{
            "1",
            {{"pk", "order#o1"}},
            std::nullopt,
            store::Item{{"pk", "order#o1"}, {"rev", rev}, {"state", state}, {"customer", store::Map{}}}};
    };
    const auto pushes = pushes_of({order(1, "awaiting-payment"), order(2, "cancelled")});
    ASSERT_THAT(pushes, SizeIs(1));
    EXPECT_EQ(pushes[0].message, R"({"type":"order","id":"o1","rev":2,"state":"cancelled"})");
    EXPECT_THAT(pushes[0].topics, ElementsAre("order#o1", "studio"));
}

TEST(Pushes, TellOfABasketToItsFollowers) {
    const auto pushes =
        pushes_of({{"1", {{"id", "b1"}}, std::nullopt, store::Item{{"id", "b1"}, {"rev", 4}, {"state", "open"}}}});
    ASSERT_THAT(pushes, SizeIs(1));
    EXPECT_EQ(pushes[0].message, R"({"type":"basket","id":"b1","rev":4,"state":"open"})");
    EXPECT_THAT(pushes[0].topics, ElementsAre("basket#b1"));
}

TEST(Pushes, PassOverHeadsKeyRecordsAndWhatHasNoImage) {
    EXPECT_THAT(pushes_of({{"1", {{"topic", "catalogue"}, {"seq", 0}}, std::nullopt, feed::head_item({"e", 1})},
                           {"2", {{"pk", "key#abc"}}, std::nullopt, store::Item{{"rev", 1}, {"state", "x"}}},
                           {"3", {{"id", "b"}}, std::nullopt, std::nullopt},
                           {"4", {{"id", "b"}}, std::nullopt, store::Item{{"id", "b"}}}}),
                IsEmpty());
}

TEST(Subscriptions, SpreadTheCatalogueOverItsShards) {
    std::map<std::string, int> shards;
    for (int i = 0; i < 400; ++i) ++shards[subscriptions::catalogue_of("connection-" + std::to_string(i))];
    ASSERT_EQ(shards.size(), 4U);
    for (const auto& [topic, count] : shards) EXPECT_GT(count, 50) << topic;
}

}  // namespace
}  // namespace shop
