// What every request goes through, whatever its route.
#include "services/http/service.hpp"

#include <gtest/gtest.h>

#include "services/http/test_events.hpp"

namespace shop::http {
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
         [](const Call&) -> Answer {
             return fail(application::failed(store::Error{store::Fault::denied, "no", {}, {}}).error());
         }},
        {"GET /api/v1/categories", Access::everyone, Body::none, Query::none,
         [](const Call&) -> Answer {
             return fail(application::failed(store::Error{store::Fault::throttled, "slow", {}, {}}).error());
         }},
        {"POST /api/v1/orders/{id}/payment", Access::everyone, Body::json, Query::none,
         [](const Call&) -> Answer { return Response{.status = 202, .body = "{}", .cause = "the provider is slow"}; }},
    };
}

class AService : public ::testing::Test {
protected:
    static Service service(bool editor_open = false) {
        return {testing::rules(editor_open), *domain::Currency::parse("EUR"), vitrine::system_random(), some_routes()};
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

TEST_F(AService, RefusesWhatDidNotComeThroughTheFrontDoor) {
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

TEST_F(AService, HasNoOwnerWhereEditingIsClosed) {
    AccessRules closed = testing::rules(false);
    closed.editor_keys = SecretHashes("");
    const Service shut(closed, *domain::Currency::parse("EUR"), vitrine::system_random(), some_routes());
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
}  // namespace shop::http
