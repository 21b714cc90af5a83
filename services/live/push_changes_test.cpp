// Whom the pusher's messages reach, over the memory store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/feed/feed.hpp"
#include "services/live/push_changes.hpp"
#include "services/live/subscriptions.hpp"
#include "services/store/memory/memory_store.hpp"

namespace shop {
namespace {

using ::testing::ElementsAreArray;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using vitrine::Milliseconds;

const Instant now{Milliseconds{1'795'359'845'678}};

// Remembers what was sent to whom, and answers as told.
class Outbox final : public Connections {
public:
    std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                   const std::vector<std::string>& connection_ids) override {
        std::vector<Delivery> deliveries;
        for (const auto& id : connection_ids) {
            sent.emplace_back(id, message);
            const auto told = answers.find(id);
            deliveries.push_back(told == answers.end() ? Delivery::delivered : told->second);
        }
        return deliveries;
    }
    Delivery close(const store::Context&, const std::string&) override { return Delivery::delivered; }
    [[nodiscard]] std::vector<std::string> receivers() const {
        std::vector<std::string> ids;
        for (const auto& [id, message] : sent) ids.push_back(id);
        return ids;
    }
    std::vector<std::pair<std::string, std::string>> sent;
    std::map<std::string, Delivery> answers;
};

struct Followers {
    store::MemoryStore store{
        {{"connections", {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}}}};
    store::Context context{vitrine::Deadline::in(Milliseconds{10'000})};
    Outbox outbox;

    void follow(const std::string& connection, const std::string& topic, int minute = 0) {
        EXPECT_TRUE(
            subscriptions::add(store, context, "connections", topic, connection, now + std::chrono::minutes(minute)));
    }
    // "c10" to "c39", each a minute younger than the one before.
    void follow_by_thirty(const std::string& topic) {
        for (int i = 10; i < 40; ++i) follow("c" + std::to_string(i), topic, i);
    }
    store::Result<PushCounts> push(const std::vector<store::StreamRecord>& records) {
        return push_changes(store, outbox, "connections", context, records);
    }
};

const store::StreamRecord an_order{
    "1", {{"pk", "order#o1"}}, std::nullopt, store::Item{{"pk", "order#o1"}, {"rev", 1}, {"state", "paid"}}};

const store::StreamRecord an_entry{"1",
                                   {{"topic", "catalogue"}, {"seq", 1}},
                                   std::nullopt,
                                   feed::entry_item({{"e", 1}, {store::Map{{"id", "a"}, {"rev", 1}}}, now}, now)};

const store::StreamRecord a_basket{
    "1", {{"id", "b1"}}, std::nullopt, store::Item{{"id", "b1"}, {"rev", 4}, {"state", "open"}}};

TEST(PushChanges, ReachesTheCataloguesFollowersInEveryShard) {
    Followers shop;
    for (int i = 0; i < 40; ++i) {
        const std::string id = "c" + std::to_string(i) + "=";
        shop.follow(id, subscriptions::catalogue_of(id));
    }
    const auto counts = shop.push({an_entry});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->delivered, 40U);
    EXPECT_THAT(shop.outbox.sent, SizeIs(40));
}

TEST(PushChanges, SendsOneMessageToWhoFollowsAnOrderAndTheStudio) {
    Followers shop;
    shop.follow("owner", "order#o1");
    shop.follow("owner", "studio");
    shop.follow("customer", "order#o1");
    shop.follow("stranger", "order#o2");
    ASSERT_TRUE(shop.push({an_order}));
    EXPECT_THAT(shop.outbox.receivers(), UnorderedElementsAre("owner", "customer"));
}

TEST(PushChanges, ForgetsAllSubscriptionsOfWhoIsGoneAndNobodyElses) {
    Followers shop;
    shop.follow("gone", "order#o1");
    shop.follow("gone", "catalogue#2");
    shop.follow("slow", "order#o1");
    shop.outbox.answers = {{"gone", Delivery::gone}, {"slow", Delivery::failed}};
    const auto counts = shop.push({an_order});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->gone, 1U);
    EXPECT_EQ(counts->failed, 1U);
    const auto left = shop.store.items("connections");
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(left[0].at("connectionId"), store::Value("slow"));
}

std::vector<std::string> connections(int from, int to) {
    std::vector<std::string> ids;
    for (int i = to; i >= from; --i) ids.push_back("c" + std::to_string(i));
    return ids;
}

TEST(PushChanges, ReachTheTwentyNewestListenersOfABasketOrOrderAndForgetTheOthers) {
    for (const bool of_a_basket : {true, false}) {
        Followers shop;
        shop.follow_by_thirty(of_a_basket ? "basket#b1" : "order#o1");
        ASSERT_TRUE(shop.push({of_a_basket ? a_basket : an_order}));
        EXPECT_THAT(shop.outbox.receivers(), ElementsAreArray(connections(20, 39)));
        EXPECT_THAT(shop.store.items("connections"), SizeIs(20));
    }
}

TEST(PushChanges, GiveThePlaceOfAListenerThatIsGoneToTheNextNewest) {
    Followers shop;
    shop.follow_by_thirty("basket#b1");
    for (const char* id : {"c39", "c30", "c19"}) shop.outbox.answers[id] = Delivery::gone;
    const auto counts = shop.push({a_basket});
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->delivered, 20U);
    EXPECT_THAT(shop.outbox.receivers(), ElementsAreArray(connections(17, 39)));
    EXPECT_THAT(shop.store.items("connections"), SizeIs(20));
}

TEST(PushChanges, ReachTheStudioEvenWhereItIsNoneOfTheNewestListeners) {
    Followers shop;
    shop.follow_by_thirty("order#o1");
    shop.follow("c10", "studio");
    ASSERT_TRUE(shop.push({an_order}));
    EXPECT_THAT(shop.outbox.sent, SizeIs(21));
    EXPECT_EQ(shop.outbox.receivers().back(), "c10");
}

TEST(PushChanges, ForgetNoMoreThanAHundredListenersAtOnce) {
    Followers shop;
    for (int i = 100; i < 400; ++i) shop.follow("c" + std::to_string(i), "basket#b1", i);
    ASSERT_TRUE(shop.push({a_basket}));
    EXPECT_THAT(shop.outbox.sent, SizeIs(20));
    EXPECT_THAT(shop.store.items("connections"), SizeIs(200));
}

TEST(PushChanges, SaysThatFollowersWereNotRead) {
    Followers shop;
    shop.store.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "query") return std::nullopt;
        return store::Error{store::Fault::unavailable, "on purpose", {}, {}};
    });
    EXPECT_FALSE(shop.push({an_order}));
}

}  // namespace
}  // namespace shop
