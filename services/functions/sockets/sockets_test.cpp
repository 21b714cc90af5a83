#include "services/functions/sockets/sockets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "services/application/basket_item.hpp"
#include "services/application/feed.hpp"
#include "services/application/memory_store.hpp"
#include "services/application/order_item.hpp"
#include "services/application/subscriptions.hpp"
#include "services/application/tokens.hpp"

namespace shop::sockets {
namespace {

namespace json = boost::json;
using application::hash_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using vitrine::Milliseconds;

const domain::Instant now{Milliseconds{1'795'359'845'678}};
constexpr const char* trace = "4bf92f3577b34da6a3ce929d0e0e4736";

std::string text_of(const json::value& object, std::string_view member) {
    return std::string(object.at(member).as_string());
}

class Sockets : public ::testing::Test {
protected:
    Sockets() {
        EXPECT_TRUE(store_.put(soon(), {"feed", application::feed::head_item({"e", 41}), {}}));
        domain::Basket basket = domain::new_basket(*domain::BasketId::parse("b1"), now);
        EXPECT_TRUE(store_.put(
            soon(), {"baskets", application::item_of(application::StoredBasket{basket, hash_of("basket token")}), {}}));
        application::StoredOrder order{{.id = *domain::OrderId::parse("o1"), .placed_at = now, .hold_until = now},
                                       hash_of("order token")};
        EXPECT_TRUE(store_.put(soon(), {"orders", application::item_of(order), {}}));
    }

    static store::Context soon() { return {vitrine::Deadline::in(Milliseconds{10'000})}; }

    std::string raw(std::string payload) {
        const aws::Event event{std::move(payload), "req-1", soon().deadline, trace, vitrine::Log::silent()};
        const auto answer = handle(settings_, shop_, event);
        return answer ? *answer : "failure: " + answer.error().type;
    }
    // The answer to an event of this route; `more` are further members of the event.
    std::string wake(const std::string& route, const std::string& more = "") {
        return raw(R"({"requestContext":{"routeKey":")" + route +
                   R"(","connectionId":"L0SM9cOFvHcCIhw=","connectedAt":)" +
                   std::to_string(now.time_since_epoch().count()) + "}" + more + "}");
    }
    std::string connect(const std::string& headers) { return wake("$connect", ",\"headers\":{" + headers + "}"); }
    // The frame that answers this one.
    json::value say(const std::string& frame, const std::string& route = "hello") {
        const auto answer = json::parse(wake(route, ",\"body\":" + json::serialize(json::value(frame))));
        EXPECT_EQ(answer.at("statusCode").as_int64(), 200);
        return json::parse(std::string_view(answer.at("body").as_string()));
    }
    std::string problem(const std::string& frame, const std::string& route = "hello") {
        const auto answer = say(frame, route);
        EXPECT_EQ(text_of(answer, "type"), "error");
        EXPECT_EQ(text_of(answer.at("problem"), "instance"), std::string("urn:trace:") + trace);
        return text_of(answer.at("problem"), "type");
    }
    std::vector<std::string> topics() {
        std::vector<std::string> topics;
        for (const auto& item : store_.items("connections")) topics.push_back(*item.at("topic").text());
        return topics;
    }

    store::MemoryStore store_{
        {{"feed", {{"topic", "seq"}, {}}},
         {"baskets", {{"id", {}}, {}}},
         {"orders", {{"pk", {}}, {}}},
         {"connections", {{"topic", "connectionId"}, {{"by-connection", {"connectionId", "topic"}}}}}}};
    application::Shop shop_{store_,
                            [] { return now; },
                            vitrine::system_random(),
                            {.baskets = "baskets", .orders = "orders", .feed = "feed"},
                            domain::Currency::none()};
    Settings settings_{{http::SecretHashes(hash_of("front door")), http::SecretHashes(hash_of("editor key")), false},
                       read_origins("http://localhost:8080,http://[::1]:8080"),
                       "connections"};
};

constexpr const char* through_the_door = R"("X-Origin-Secret":"front door")";

TEST_F(Sockets, LetsInItsOwnPagesAndWhatIsNoBrowser) {
    EXPECT_EQ(connect(through_the_door), R"({"statusCode":200})");
    EXPECT_EQ(connect(std::string(through_the_door) + R"(,"Origin":"http://localhost:8080")"), R"({"statusCode":200})");
    EXPECT_EQ(connect(std::string(through_the_door) + R"(,"origin":"http://[::1]:8080")"), R"({"statusCode":200})");
}

TEST_F(Sockets, LetsInThePagesOfTheHostThatWasAsked) {
    const auto from = [&](const std::string& origin, const std::string& host) {
        return connect(std::string(through_the_door) + R"(,"Origin":")" + origin + R"(","Host":")" + host + '"');
    };
    EXPECT_EQ(from("http://shop.local:8080", "shop.local:8080"), R"({"statusCode":200})");
    EXPECT_EQ(from("https://shop.example", "shop.example"), R"({"statusCode":200})");
    EXPECT_EQ(from("http://evil.example", "shop.example"), R"({"statusCode":403})");
    EXPECT_EQ(from("http://shop.example:81", "shop.example"), R"({"statusCode":403})");
    EXPECT_EQ(from("null", "null"), R"({"statusCode":403})");
    EXPECT_EQ(from("http://", ""), R"({"statusCode":403})");
}

TEST_F(Sockets, RefusesAPageOfAnotherSite) {
    for (const char* origin :
         {"http://evil.example", "null", "http://localhost:8080.evil.example", "http://localhost:8081"})
        EXPECT_EQ(connect(std::string(through_the_door) + R"(,"Origin":")" + origin + "\""), R"({"statusCode":403})")
            << origin;
}

TEST_F(Sockets, RefusesWhatDidNotComeThroughTheFrontDoor) {
    EXPECT_EQ(connect(""), R"({"statusCode":403})");
    EXPECT_EQ(connect(R"("x-origin-secret":"guess")"), R"({"statusCode":403})");
}

TEST_F(Sockets, WritesTheSubscriptionsThenReadsTheHeadThenSaysReady) {
    std::vector<std::string> verbs;
    store_.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        verbs.emplace_back(verb);
        return std::nullopt;
    });
    EXPECT_EQ(json::serialize(say(R"({"action":"hello","topics":["catalogue"]})")),
              R"({"type":"ready","head":"e:41"})");
    EXPECT_THAT(verbs, ElementsAre("query", "put", "get"));
    const auto items = store_.items("connections");
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("topic"), store::Value(application::subscriptions::catalogue_of("L0SM9cOFvHcCIhw=")));
    EXPECT_EQ(items[0].at("expiresAt"), store::Value(vitrine::epoch_seconds(now) + 7'800));
}

TEST_F(Sockets, FollowsBasketsAndOrdersWhoseTokensItIsShown) {
    EXPECT_EQ(text_of(say(R"({"action":"hello","topics":[],"tokens":[{"basket":"b1","token":"basket token"},)"
                          R"({"order":"o1","token":"order token"}]})"),
                      "type"),
              "ready");
    EXPECT_THAT(topics(), UnorderedElementsAre("basket#b1", "order#o1"));
}

TEST_F(Sockets, RefusesAllWhereOneTokenIsWrongAndNamesEach) {
    const auto answer = say(
        R"({"action":"hello","topics":["catalogue"],"tokens":[{"basket":"b1","token":"basket token"},)"
        R"({"order":"o1","token":"basket token"},{"basket":"b2","token":"basket token"},{"order":"o9","token":"x"}]})");
    EXPECT_EQ(text_of(answer.at("problem"), "type"), "/problems/not-found");
    std::vector<std::string> pointers;
    for (const auto& error : answer.at("problem").at("errors").as_array())
        pointers.push_back(text_of(error, "pointer"));
    EXPECT_THAT(pointers, ElementsAre("/tokens/1", "/tokens/2", "/tokens/3"));
    EXPECT_THAT(topics(), IsEmpty());
}

TEST_F(Sockets, LetsOnlyTheOwnerFollowTheStudio) {
    EXPECT_EQ(problem(R"({"action":"hello","topics":["studio"]})"), "/problems/unauthorized");
    EXPECT_EQ(problem(R"({"action":"hello","topics":["studio"],"editorKey":"guess"})"), "/problems/forbidden");
    EXPECT_THAT(topics(), IsEmpty());
    EXPECT_EQ(text_of(say(R"({"action":"hello","topics":["studio"],"editorKey":"editor key"})"), "type"), "ready");
    EXPECT_THAT(topics(), ElementsAre("studio"));
}

TEST_F(Sockets, LetsAnyoneFollowTheStudioWhereEditingIsOpenAndNobodyWhereItIsClosed) {
    settings_.access.editor_keys = {};
    EXPECT_EQ(problem(R"({"action":"hello","topics":["studio"],"editorKey":"editor key"})"), "/problems/forbidden");
    settings_.access.editor_open = true;
    EXPECT_EQ(text_of(say(R"({"action":"hello","topics":["studio"]})"), "type"), "ready");
}

TEST_F(Sockets, GivesAConnectionTwentySubscriptionsInAll) {
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(application::subscriptions::add(store_, soon(), "connections", "basket#x" + std::to_string(i),
                                                    "L0SM9cOFvHcCIhw=", now));
    EXPECT_EQ(problem(R"({"action":"hello","topics":["catalogue"]})"), "/problems/invalid-content");
    EXPECT_EQ(topics().size(), 20U);
}

TEST_F(Sockets, NamesEveryWrongFieldOfAHello) {
    const auto answer = say(
        R"({"action":"hello","topics":["news","catalogue","catalogue"],"tokens":[{"basket":"B!","token":""},{"token":"x"},)"
        R"({"order":"o1","token":"t","more/~":1}],"editorKey":7,"extra":1})");
    EXPECT_EQ(text_of(answer.at("problem"), "type"), "/problems/invalid-content");
    std::vector<std::string> pointers;
    for (const auto& error : answer.at("problem").at("errors").as_array())
        pointers.push_back(text_of(error, "pointer"));
    EXPECT_THAT(pointers, UnorderedElementsAre("/extra", "/topics/0", "/topics/2", "/tokens/0/basket",
                                               "/tokens/0/token", "/tokens/1", "/tokens/2/more~1~0", "/editorKey"));
}

TEST_F(Sockets, AsksForTopics) {
    EXPECT_EQ(problem(R"({"action":"hello"})"), "/problems/invalid-content");
    EXPECT_EQ(problem(R"({"action":"hello","topics":"catalogue"})"), "/problems/invalid-content");
}

TEST_F(Sockets, AnswersAPingWithTheHead) {
    EXPECT_EQ(json::serialize(say(R"({"action":"ping"})", "ping")), R"({"type":"pong","head":"e:41"})");
    EXPECT_EQ(problem(R"({"action":"ping","x":1})", "ping"), "/problems/invalid-content");
}

TEST_F(Sockets, TellsNobodyAPositionBeforeTheFeedHasItsEpoch) {
    for (const char* said : {R"({"action":"hello","topics":["catalogue"]})", R"({"action":"ping"})"}) {
        ASSERT_TRUE(store_.remove(soon(), {"feed", {{"topic", "catalogue"}, {"seq", 0}}, {}}));
        const std::string route = std::string(said).find("ping") == std::string::npos ? "hello" : "ping";
        const std::string told = text_of(say(said, route), "head");
        EXPECT_THAT(told, ::testing::EndsWith(":0"));
        EXPECT_NE(told, "0:0");
        EXPECT_EQ(text_of(say(R"({"action":"ping"})", "ping"), "head"), told);
    }
}

TEST_F(Sockets, SaysWhatIsWrongWithOtherMessages) {
    EXPECT_EQ(problem("hello", "$default"), "/problems/malformed-json");
    EXPECT_EQ(problem("[]", "$default"), "/problems/unknown-action");
    EXPECT_EQ(problem(R"({"action":"shout"})", "$default"), "/problems/unknown-action");
    EXPECT_EQ(problem(R"({"action":7})", "$default"), "/problems/unknown-action");
}

TEST_F(Sockets, ForgetsAConnectionThatCloses) {
    (void)say(R"({"action":"hello","topics":["catalogue"],"tokens":[{"basket":"b1","token":"basket token"}]})");
    ASSERT_TRUE(application::subscriptions::add(store_, soon(), "connections", "studio", "another", now));
    EXPECT_EQ(wake("$disconnect"), R"({"statusCode":200})");
    EXPECT_THAT(topics(), ElementsAre("studio"));
}

TEST_F(Sockets, AsksToTryAgainWhereTheStoreFails) {
    store_.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "put") return std::nullopt;
        return store::Error{store::Fault::throttled, "table connections is busy", {}, {}};
    });
    const auto answer = say(R"({"action":"hello","topics":["catalogue"]})");
    EXPECT_EQ(text_of(answer.at("problem"), "type"), "/problems/unavailable");
    EXPECT_THAT(json::serialize(answer), ::testing::Not(HasSubstr("busy")));
}

TEST_F(Sockets, FailsOverWhatIsNoEvent) {
    EXPECT_EQ(raw("{}"), "failure: Sockets.MalformedEvent");
}

}  // namespace
}  // namespace shop::sockets
