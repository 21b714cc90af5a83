// What every request goes through, whatever its route.
#include "services/http/service.hpp"

#include <gtest/gtest.h>

#include "services/http/test_events.hpp"

namespace shop {
namespace {

using testing::Ask;
using testing::send;
using testing::Told;

std::vector<Route> some_routes() {
    const auto fine = [](const Call&) -> Answer { return json_response(200, "{}", caching::never); };
    return {
        {"GET /api/v1/health", Access::everyone, Body::none, Query::none, fine},
        {"GET /api/v1/orders", Access::owner, Body::none, Query::some, fine},
        {"POST /api/v1/products", Access::owner, Body::json, Query::none, fine},
        {"POST /api/v1/orders", Access::everyone, Body::json, Query::none, fine},
        {"PATCH /api/v1/products/{id}/content", Access::everyone, Body::merge_patch, Query::none, fine},
        {"POST /api/v1/baskets", Access::everyone, Body::nothing, Query::none, fine},
        {"GET /api/v1/meta", Access::everyone, Body::none, Query::none,
         [](const Call&) -> Answer { return fail(failed(store::Error{store::Fault::denied, "no", {}, {}}).error()); }},
        {"GET /api/v1/categories", Access::everyone, Body::none, Query::none,
         [](const Call&) -> Answer {
             return fail(failed(store::Error{store::Fault::throttled, "slow", {}, {}}).error());
         }},
        {"POST /api/v1/orders/{id}/payment", Access::everyone, Body::json, Query::none,
         [](const Call&) -> Answer { return Response{.status = 202, .body = "{}", .cause = "the provider is slow"}; }},
    };
}

class AService : public ::testing::Test {
protected:
    static Service service(bool editor_open = false) {
        return {testing::rules(editor_open), *Currency::parse("EUR"), vitrine::system_random(), some_routes()};
    }
    static Told get(const std::string& path, std::map<std::string, std::string> headers = {}, std::string query = {}) {
        return send(service(),
                    {.route = "GET " + path, .path = path, .query = std::move(query), .headers = std::move(headers)});
    }
    static Told post(const std::string& path, const std::string& body,
                     std::map<std::string, std::string> headers = {}) {
        return send(service(), {.route = "POST " + path, .path = path, .headers = std::move(headers), .body = body});
    }
};

TEST_F(AService, RejectsMissingOriginSecret) {
    const Told told = get("/api/v1/health", {{std::string(origin_secret_header), "a guess"}});
    EXPECT_EQ(told.status, 403);
    EXPECT_EQ(told.problem(), "forbidden");
}

TEST_F(AService, KnowsNoOtherPaths) {
    const Told told = send(service(), {.route = "ANY /api/{proxy+}", .path = "/api/v1/nothing"});
    EXPECT_EQ(told.status, 404);
    EXPECT_EQ(told.header("content-type"), "application/problem+json");
}

TEST_F(AService, NamesTheMethodsOfAPathThatHasOthers) {
    const Told told = send(service(), {.route = "ANY /api/{proxy+}", .path = "/api/v1/baskets/b1/lines/teapot"});
    EXPECT_EQ(told.status, 405);
    EXPECT_EQ(told.header("allow"), "DELETE, PUT");
}

TEST_F(AService, AnswersHeadWhereverItAnswersGet) {
    const auto head = [](const std::string& path, std::map<std::string, std::string> headers = {}) {
        return send(service(), {.route = "HEAD " + path, .path = path, .headers = std::move(headers)});
    };
    EXPECT_EQ(head("/api/v1/health").status, 200);
    EXPECT_EQ(head("/api/v1/orders").status, 401) << "with the same rights";
    EXPECT_EQ(head("/api/v1/meta").status, 500);
    EXPECT_EQ(head("/api/v1/baskets").status, 405) << "a path that can only be posted to";
    EXPECT_EQ(head("/api/v1/nothing").status, 404);
}

TEST_F(AService, AnswersJsonToWhoeverTakesIt) {
    for (const char* accept : {"*/*", "application/json", "text/html, application/*;q=0.1", "application/problem+json",
                               "APPLICATION/JSON", "text/html, application/json;q=0.001", "*/*;q=0, application/json",
                               "application/json;charset=utf-8;q=1.0", "application/xml;q=0, */*"}) {
        EXPECT_EQ(get("/api/v1/health", {{"accept", accept}}).status, 200) << accept;
    }
    for (const char* accept :
         {"text/html", "application/json;q=0", "image/*, application/xml", "application/json;q=0, */*",
          "application/*;q=0.000, */*", "application/json; q=0 , application/*", "application/json;q=x", "*/*;q=0"}) {
        EXPECT_EQ(get("/api/v1/health", {{"accept", accept}}).status, 406) << accept;
    }
}

TEST_F(AService, AsksTheOwnerForAKey) {
    const Told without = get("/api/v1/orders");
    EXPECT_EQ(without.status, 401);
    EXPECT_EQ(without.header("www-authenticate"), "Bearer");
    EXPECT_EQ(get("/api/v1/orders", {{"authorization", "Bearer wrong"}}).status, 403);
    EXPECT_EQ(get("/api/v1/orders", {{"authorization", "Basic xyz"}}).status, 401);
    EXPECT_EQ(get("/api/v1/orders", {{"authorization", "bearer " + std::string(testing::editor_key)}}).status, 200);
}

TEST_F(AService, LooksAtNoKeyWhereEditingIsOpen) {
    const Ask ask{
        .route = "GET /api/v1/orders", .path = "/api/v1/orders", .headers = {{"authorization", "Bearer wrong"}}};
    EXPECT_EQ(send(service(true), ask).status, 200);
}

using Headers = std::map<std::string, std::string>;

// As the gateway hands it on: with the one address that it adds itself.
Headers straight(Headers more = {}) {
    more.insert({{"x-forwarded-for", "127.0.0.1"},
                 {"x-forwarded-port", "8080"},
                 {"x-forwarded-proto", "http"},
                 {"host", "localhost:8080"}});
    return more;
}

TEST_F(AService, IsOpenToItsMachineAndToNothingThatIsForwardedThere) {
    AccessRules open = testing::rules(true);
    open.editor_keys = SecretHashes("");
    const Service shop(open, *Currency::parse("EUR"), vitrine::system_random(), some_routes());
    const auto orders = [&](Headers headers) {
        return send(shop, {.route = "GET /api/v1/orders", .path = "/api/v1/orders", .headers = std::move(headers)});
    };
    EXPECT_EQ(orders(straight()).status, 200);
    for (const auto& header :
         std::vector<std::pair<std::string, std::string>>{{"x-forwarded-for", "203.0.113.9,127.0.0.1"},
                                                          {"x-forwarded-for", ",127.0.0.1"},
                                                          {"forwarded", "for=203.0.113.9"},
                                                          {"via", "1.1 proxy"},
                                                          {"via", ""},
                                                          {"x-real-ip", "127.0.0.1"},
                                                          {"x-forwarded-host", "shop.example"},
                                                          {"x-forwarded-server", "shop.example"},
                                                          {"x-forwarded", "1"},
                                                          {"cf-connecting-ip", "203.0.113.9"},
                                                          {"x-original-host", "shop.example"}}) {
        const Told told = orders(straight({header}));
        EXPECT_EQ(told.status, 403) << header.first;
        EXPECT_EQ(told.problem(), "forbidden") << header.first;
        EXPECT_NE(std::string(told.at("/detail").as_string()).find("EDITOR_KEY_HASHES"), std::string::npos);
    }
    const Told shopper =
        send(shop,
             {.route = "POST /api/v1/baskets", .path = "/api/v1/baskets", .headers = straight({{"via", "1.1 proxy"}})});
    EXPECT_EQ(shopper.status, 200) << "what is anybody's is not refused";
}

TEST_F(AService, TakesAKeyFromWhatIsForwardedWhereEditingIsOpen) {
    const auto orders = [](Headers headers) {
        return send(service(true),
                    {.route = "GET /api/v1/orders", .path = "/api/v1/orders", .headers = straight(std::move(headers))});
    };
    EXPECT_EQ(orders({{"via", "1.1 proxy"}}).status, 401);
    EXPECT_EQ(orders({{"via", "1.1 proxy"}, {"authorization", "Bearer wrong"}}).status, 403);
    EXPECT_EQ(orders({{"via", "1.1 proxy"}, {"authorization", "Bearer " + std::string(testing::editor_key)}}).status,
              200);
}

TEST_F(AService, LooksAtNoForwardingWhereEditingIsNotOpen) {
    EXPECT_EQ(get("/api/v1/orders", straight({{"via", "2.0 cdn"},
                                              {"x-forwarded-for", "203.0.113.9,198.51.100.7"},
                                              {"authorization", "Bearer " + std::string(testing::editor_key)}}))
                  .status,
              200);
}

// The body-less ones take no type that a browser would have to ask leave for.
TEST_F(AService, DoesNothingForAPageOfAnotherSite) {
    const auto basket = [](bool open, Headers headers) {
        return send(service(open), {.route = "POST /api/v1/baskets",
                                    .path = "/api/v1/baskets",
                                    .headers = straight(std::move(headers))})
            .status;
    };
    for (const bool open : {false, true}) {
        EXPECT_EQ(basket(open, {}), 200) << "no browser";
        EXPECT_EQ(basket(open, {{"sec-fetch-site", "same-origin"}, {"origin", "http://localhost:8080"}}), 200);
        EXPECT_EQ(basket(open, {{"sec-fetch-site", "none"}}), 200) << "typed by a person";
        for (const char* site : {"cross-site", "same-site", "", "Same-Origin", "same-origin,cross-site"})
            EXPECT_EQ(basket(open, {{"sec-fetch-site", site}}), 403) << site;
    }
    for (const char* origin :
         {"http://evil.example", "null", "", "http://localhost", "http://localhost:3000", "https://localhost:8080",
          "http://127.0.0.1:8080", "http://localhost:8080.evil.example"}) {
        EXPECT_EQ(basket(true, {{"origin", origin}}), 403) << origin;
        EXPECT_EQ(basket(false, {{"origin", origin}}), 200) << origin << ": behind a distribution the host is another";
    }
}

TEST_F(AService, AnswersWhatOnlyReadsWhereverAPageIs) {
    EXPECT_EQ(get("/api/v1/health", {{"sec-fetch-site", "cross-site"}, {"origin", "http://evil.example"}}).status, 200);
}

TEST_F(AService, HasNoOwnerWhereEditingIsClosed) {
    AccessRules closed = testing::rules(false);
    closed.editor_keys = SecretHashes("");
    const Service shut(closed, *Currency::parse("EUR"), vitrine::system_random(), some_routes());
    EXPECT_EQ(send(shut, {.route = "GET /api/v1/orders", .path = "/api/v1/orders"}).status, 403);
}

TEST_F(AService, TakesTwoKeysWhileOneIsReplaced) {
    AccessRules two = testing::rules(false);
    const std::string other = "0000000000000000000000000000000000000000000000000000000000000000";
    two.editor_keys = SecretHashes(other + ", b2ab1d28ed5ae9b7fc6b3f1eb6b4c9e8");
    EXPECT_FALSE(two.editor_keys.admit(testing::editor_key));
    EXPECT_FALSE(SecretHashes("").admit(""));
}

TEST_F(AService, LimitsBodiesTo64KiB) {
    EXPECT_EQ(post("/api/v1/orders", '"' + std::string(64 * 1024, 'x') + '"').status, 413);
    EXPECT_EQ(post("/api/v1/orders", "{\"x\":\"" + std::string(60 * 1024, 'x') + "\"}").status, 200);
}

TEST_F(AService, TakesItsOwnMediaTypeAlone) {
    EXPECT_EQ(post("/api/v1/orders", "{}", {{"content-type", "text/plain"}}).status, 415);
    EXPECT_EQ(post("/api/v1/orders", "{}", {{"content-type", "Application/JSON; charset=utf-8"}}).status, 200);
    const Told packed = post("/api/v1/orders", "{}", {{"content-encoding", "gzip"}});
    EXPECT_EQ(packed.status, 415);
    EXPECT_EQ(packed.header("accept-encoding"), "identity");
    EXPECT_EQ(post("/api/v1/orders", "{}", {{"content-encoding", "Identity"}}).status, 200);
    const Ask patch{.route = "PATCH /api/v1/products/{id}/content", .path = "/api/v1/products/a/content", .body = "{}"};
    EXPECT_EQ(send(service(), patch).status, 415);
}

TEST_F(AService, SaysWhereABodyIsNotJson) {
    const Told early = post("/api/v1/orders", "{\"basketId\":");
    EXPECT_EQ(early.status, 400);
    EXPECT_EQ(early.problem(), "malformed-json");
    EXPECT_EQ(early.at("/detail").as_string(), "The JSON ends too early at byte 12.");
    for (const char* wrong : {"nonsense", "{} {}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "{'a':1}"}) {
        Ask ask{.route = "POST /api/v1/orders", .path = "/api/v1/orders", .body = wrong, .base64 = true};
        EXPECT_EQ(send(service(), ask).status, 400) << wrong;
    }
}

TEST_F(AService, WantsABodyWhereOneIsNeeded) {
    EXPECT_EQ(post("/api/v1/orders", "", {{"content-type", "application/json"}}).problem(), "malformed-json");
}

TEST_F(AService, WantsAnObject) {
    const Told told = post("/api/v1/orders", "[1]");
    EXPECT_EQ(told.status, 422);
    EXPECT_EQ(told.at("/errors/0/pointer").as_string(), "");
}

TEST_F(AService, DecodesABodyThatCameAsBase64) {
    Ask ask{.route = "POST /api/v1/orders", .path = "/api/v1/orders", .body = "{\"name\":\"é\"}", .base64 = true};
    EXPECT_EQ(send(service(), ask).status, 200);
}

TEST_F(AService, TakesNothingOrAnEmptyObjectWhereThereIsNothingToSend) {
    EXPECT_EQ(post("/api/v1/baskets", "").status, 200);
    EXPECT_EQ(post("/api/v1/baskets", "{}").status, 200);
    EXPECT_EQ(post("/api/v1/baskets", "{\"id\":1}").at("/errors/0/pointer").as_string(), "/id");
}

TEST_F(AService, RefusesParametersThatNobodyReads) {
    EXPECT_EQ(get("/api/v1/health", {}, "verbose=1").problem(), "invalid-parameter");
}

TEST_F(AService, ContinuesTheTraceItWasGiven) {
    const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const Told told = get("/api/v1/orders", {{"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"}});
    EXPECT_EQ(told.header("x-trace-id"), trace);
    EXPECT_EQ(told.at("/instance").as_string(), "urn:trace:" + trace);
}

TEST_F(AService, BeginsATraceWhereThereIsNone) {
    const std::string trace = get("/api/v1/health", {{"traceparent", "garbage"}}).header("x-trace-id");
    EXPECT_EQ(trace.size(), 32u);
    EXPECT_NE(trace, get("/api/v1/health").header("x-trace-id"));
}

TEST_F(AService, SaysNothingOfAFaultThatIsNotTheCallers) {
    const Told told = get("/api/v1/meta");
    EXPECT_EQ(told.status, 500);
    EXPECT_EQ(told.problem(), "internal-error");
    EXPECT_EQ(json::serialize(told.body).find("denied"), std::string::npos);
}

TEST_F(AService, AsksToTryAgainLater) {
    const Told told = get("/api/v1/categories");
    EXPECT_EQ(told.status, 503);
    EXPECT_EQ(told.problem(), "unavailable");
    EXPECT_EQ(told.header("retry-after"), "1");
}

TEST_F(AService, LogsTheRouteAndNeverATokenOrABody) {
    std::string lines;
    const vitrine::Log log([&](vitrine::Level, std::string_view line) { lines += std::string(line) + '\n'; },
                           vitrine::Level::verbose, vitrine::system_clock());
    const Ask ask{.route = "POST /api/v1/orders",
                  .path = "/api/v1/orders",
                  .query = "secret=query",
                  .headers = {{"authorization", "Bearer secret-token"}},
                  .body = "{\"email\":\"secret@example.com\"}"};
    EXPECT_TRUE(service().answer(testing::event(ask), vitrine::Deadline::in(vitrine::Milliseconds{1000}), "", log));
    EXPECT_NE(lines.find("POST /api/v1/orders"), std::string::npos);
    EXPECT_EQ(lines.find("secret"), std::string::npos);
    EXPECT_EQ(std::ranges::count(lines, '\n'), 1);
}

TEST_F(AService, LogsWhyWhatItAcceptedIsNotDoneYetAndTellsItNobody) {
    std::string lines;
    const vitrine::Log log([&](vitrine::Level, std::string_view line) { lines += std::string(line) + '\n'; },
                           vitrine::Level::warning, vitrine::system_clock());
    const Ask ask{
        .route = "POST /api/v1/orders/{id}/payment", .path = "/api/v1/orders/o/payment", .headers = {}, .body = "{}"};
    const auto answer =
        service().answer(testing::event(ask), vitrine::Deadline::in(vitrine::Milliseconds{1000}), "", log);
    ASSERT_TRUE(answer);
    EXPECT_NE(answer->find("202"), std::string::npos);
    EXPECT_EQ(answer->find("provider"), std::string::npos);
    EXPECT_NE(lines.find(R"("Cause":"the provider is slow")"), std::string::npos) << lines;
}

TEST_F(AService, CannotAnswerWhatIsNoHttpEvent) {
    for (const char* payload : {"", "{}", "[]", R"({"version":"1.0","httpMethod":"GET"})"}) {
        EXPECT_FALSE(
            service().answer(payload, vitrine::Deadline::in(vitrine::Milliseconds{1000}), "", vitrine::Log::silent()))
            << payload;
    }
}

}  // namespace
}  // namespace shop
