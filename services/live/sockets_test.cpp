#include "services/live/sockets.hpp"

#include "services/live/socket_message.hpp"
#include "services/live/sockets_fixture.hpp"

namespace shop::sockets {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* with_origin_secret = R"("X-Origin-Secret":"origin secret")";

TEST_F(Sockets, LetsInItsOwnPagesAndWhatIsNoBrowser) {
    EXPECT_EQ(connect(with_origin_secret), R"({"statusCode":200})");
    EXPECT_EQ(connect(std::string(with_origin_secret) + R"(,"Origin":"http://localhost:8080")"),
              R"({"statusCode":200})");
    EXPECT_EQ(connect(std::string(with_origin_secret) + R"(,"origin":"http://[::1]:8080")"), R"({"statusCode":200})");
}

TEST_F(Sockets, LetsInThePagesOfTheHostThatWasAsked) {
    const auto from = [&](const std::string& origin, const std::string& host) {
        return connect(std::string(with_origin_secret) + R"(,"Origin":")" + origin + R"(","Host":")" + host + '"');
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
        EXPECT_EQ(connect(std::string(with_origin_secret) + R"(,"Origin":")" + origin + "\""), R"({"statusCode":403})")
            << origin;
}

TEST_F(Sockets, RejectsMissingOriginSecret) {
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
    EXPECT_EQ(items[0].at("topic"), store::Value(subscriptions::catalogue_of("L0SM9cOFvHcCIhw=")));
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

TEST_F(Sockets, LetsInNoForwardedConnectionWhereEditingIsOpen) {
    const std::string straight = std::string(with_origin_secret) +
                                 R"(,"Host":"shop.example","X-Forwarded-For":"127.0.0.1","X-Forwarded-Proto":"http")";
    const auto status = [&](const std::string& more, const std::string& members = "") {
        return json::parse(wake("$connect", ",\"headers\":{" + straight + more + "}" + members))
            .at("statusCode")
            .as_int64();
    };
    const std::string twice = R"(,"multiValueHeaders":{"X-Forwarded-For":["203.0.113.9","127.0.0.1"]})";
    settings_.access.editor_open = true;
    EXPECT_EQ(status(""), 200);
    for (const char* header :
         {R"(,"Via":"1.1 proxy")", R"(,"forwarded":"for=203.0.113.9")", R"(,"X-Real-IP":"203.0.113.9")"})
        EXPECT_EQ(status(header), 403) << header;
    EXPECT_EQ(status("", twice), 403);
    EXPECT_EQ(status("", R"(,"multiValueHeaders":{"x-forwarded-for":["","127.0.0.1"]})"), 403);
    EXPECT_EQ(status("", R"(,"multiValueHeaders":{"X-Forwarded-For":["127.0.0.1"]})"), 200);
    settings_.access.editor_open = false;
    EXPECT_EQ(status(R"(,"Via":"2.0 cdn")", twice), 200);
}

TEST_F(Sockets, GivesAConnectionTwentySubscriptionsInAll) {
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(
            subscriptions::add(store_, soon(), "connections", "basket#x" + std::to_string(i), "L0SM9cOFvHcCIhw=", now));
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
    ASSERT_TRUE(subscriptions::add(store_, soon(), "connections", "studio", "another", now));
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

// --- the budget of a connection

constexpr auto of_a_process = MessageBudget::units_of_a_process;
constexpr auto in_all = MessageBudget::units_in_all;

TEST_F(Sockets, CountNothingInTheTableForWhatAPageSays) {
    (void)say(R"({"action":"hello","topics":["catalogue"]})");
    (void)say(R"({"action":"hello","topics":[],"tokens":[{"basket":"b1","token":"basket token"}]})");
    (void)say(R"({"action":"hello","topics":[],"tokens":[{"order":"o1","token":"order token"}]})");
    for (int minute = 0; minute < 3; ++minute, clock_ += std::chrono::minutes(1))
        for (int i = 0; i < 5; ++i) EXPECT_EQ(text_of(say(R"({"action":"ping"})", "ping"), "type"), "pong");
    EXPECT_THAT(topics(), UnorderedElementsAre(subscriptions::catalogue_of(connection_id_), "basket#b1", "order#o1"));
    EXPECT_THAT(connections_.said, IsEmpty());
}

TEST_F(Sockets, TellsAConnectionThatHasSpentItsMessagesAndClosesIt) {
    for (int i = 0; i < of_a_process + in_all; ++i)
        ASSERT_EQ(text_of(say(R"({"action":"ping"})", "ping"), "type"), "pong");
    EXPECT_EQ(wake("ping", R"(,"body":"{\"action\":\"ping\"}")"), R"({"statusCode":200})");
    ASSERT_THAT(connections_.said, SizeIs(2));
    EXPECT_THAT(connections_.said[0],
                HasSubstr(R"("type":"/problems/too-many-messages","title":"Too many messages","status":429)"));
    EXPECT_EQ(connections_.said[1], connection_id_ + " closed");
}

TEST_F(Sockets, CloseForRepeatedHellosForRubbishAndForUnknownActionsAlike) {
    for (const char* said : {R"({"action":"hello","topics":["catalogue"]})", "rubbish", R"({"action":"dance"})"}) {
        connection_id_ += 'x';
        connections_.said.clear();
        const std::string body = ",\"body\":" + json::serialize(json::value(said));
        for (int i = 0; i < of_a_process + in_all; ++i) EXPECT_THAT(wake("$default", body), HasSubstr("type"));
        EXPECT_THAT(connections_.said, IsEmpty()) << said;
        EXPECT_EQ(wake("$default", body), R"({"statusCode":200})") << said;
        EXPECT_THAT(connections_.said, SizeIs(2)) << said;
    }
}

TEST_F(Sockets, CountOverAllProcesses) {
    std::vector<MessageBudget> processes(4, budget_);
    int answered = 0;
    for (; connections_.said.empty(); ++answered) {
        std::swap(budget_, processes[answered % 4]);
        ASSERT_LE(answered, 4 * of_a_process + in_all);
        (void)wake("ping", R"(,"body":"{\"action\":\"ping\"}")");
        std::swap(budget_, processes[answered % 4]);
    }
    EXPECT_EQ(answered, 4 * of_a_process + in_all + 1);
}

TEST_F(Sockets, GiveEachConnectionAndEachMinuteABudgetOfItsOwn) {
    spend();
    connections_.said.clear();
    const std::string first = std::exchange(connection_id_, "another=");
    EXPECT_EQ(text_of(say(R"({"action":"ping"})", "ping"), "type"), "pong");
    connection_id_ = first;
    clock_ += std::chrono::minutes(1);
    EXPECT_EQ(text_of(say(R"({"action":"ping"})", "ping"), "type"), "pong");
    spend();
}

TEST_F(Sockets, WeighAMessageByItsSizeAndByTheTokensThatAreLookedAt) {
    const auto units = [](const std::string& text) { return units_of(text, read_message(text)); };
    EXPECT_EQ(units(""), 1);
    EXPECT_EQ(units(R"({"action":"ping"})"), 1);
    EXPECT_EQ(units(R"({"action":"hello","topics":["catalogue"]})"), 1);
    EXPECT_EQ(
        units(R"({"action":"hello","topics":[],"tokens":[{"basket":"b","token":"t"},{"order":"o","token":"t"}]})"), 3);
    EXPECT_EQ(units(std::string(32 * 1024, 'x')), 1);
    EXPECT_EQ(units(std::string(32 * 1024 + 1, 'x')), 2);
    EXPECT_EQ(units(std::string(128 * 1024, 'x')), 4);
}

TEST_F(Sockets, CloseWhoGuessesTokensAfterAFewDozen) {
    std::string tokens;
    for (int i = 0; i < 20; ++i)
        tokens += (i ? "," : "") + std::string(R"({"order":"o1","token":"guess )") + std::to_string(i) + "\"}";
    const std::string guess = R"({"action":"hello","topics":[],"tokens":[)" + tokens + "]}";
    EXPECT_EQ(problem(guess), "/problems/not-found");
    EXPECT_EQ(problem(guess), "/problems/not-found");
    EXPECT_EQ(wake("hello", ",\"body\":" + json::serialize(json::value(guess))), R"({"statusCode":200})");
    EXPECT_THAT(connections_.said, SizeIs(2));
}

TEST_F(Sockets, LookAtNothingMoreOnceAConnectionIsKnownToHaveSpentItsMessages) {
    spend();
    store_.intercept([](std::string_view verb) -> std::optional<store::Error> {
        ADD_FAILURE() << verb;
        return std::nullopt;
    });
    EXPECT_EQ(wake("ping", R"(,"body":"{\"action\":\"ping\"}")"), R"({"statusCode":200})");
}

TEST_F(Sockets, TellAConnectionOnceAndTryToCloseItWithEachFurtherMessage) {
    spend();
    connections_.said.clear();
    for (int i = 0; i < 3; ++i) (void)wake("ping", R"(,"body":"{\"action\":\"ping\"}")");
    const std::string closed = connection_id_ + " closed";
    EXPECT_THAT(connections_.said, ElementsAre(closed, closed, closed));
}

TEST_F(Sockets, GrantNothingWhereTheyCannotCount) {
    for (int i = 0; i < of_a_process; ++i) (void)say(R"({"action":"ping"})", "ping");
    store_.intercept([](std::string_view verb) -> std::optional<store::Error> {
        if (verb != "modify") return std::nullopt;
        return store::Error{store::Fault::throttled, "table connections is busy", {}, {}};
    });
    EXPECT_EQ(problem(R"({"action":"ping"})", "ping"), "/problems/unavailable");
}

TEST_F(Sockets, LeaveAConnectionAloneThatIsGoneAlready) {
    connections_.delivery = Delivery::gone;
    spend();
    EXPECT_THAT(connections_.said, SizeIs(1));
}

TEST_F(Sockets, WriteNothingAndLookAtNoTokenForWhatAConnectionHoldsAlready) {
    const std::string hello =
        R"({"action":"hello","topics":["catalogue"],"tokens":[{"basket":"b1","token":"basket token"}]})";
    (void)say(hello);
    std::vector<std::string> verbs;
    store_.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        verbs.emplace_back(verb);
        return std::nullopt;
    });
    EXPECT_EQ(json::serialize(say(hello)), R"({"type":"ready","head":"e:41"})");
    EXPECT_THAT(verbs, ElementsAre("query", "get"));  // what it holds, and the head
}

TEST_F(Sockets, RefuseTooManySubscriptionsBeforeTheyLookAtAToken) {
    std::string tokens;
    for (int i = 0; i < 20; ++i)
        tokens += (i ? ",{\"order\":\"o" : "{\"order\":\"o") + std::to_string(i) + R"(","token":"x"})";
    std::vector<std::string> verbs;
    store_.intercept([&](std::string_view verb) -> std::optional<store::Error> {
        if (verb == "get") verbs.emplace_back(verb);
        return std::nullopt;
    });
    EXPECT_EQ(problem(R"({"action":"hello","topics":["catalogue"],"tokens":[)" + tokens + "]}"),
              "/problems/invalid-content");
    EXPECT_THAT(verbs, IsEmpty());
}

TEST_F(Sockets, FailsOverWhatIsNoEvent) {
    EXPECT_EQ(raw("{}"), "failure: Sockets.MalformedEvent");
}

}  // namespace
}  // namespace shop::sockets
