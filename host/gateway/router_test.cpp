#include "host/gateway/router.hpp"

#include <gtest/gtest.h>

namespace vitrine::host::gateway {
namespace {

Router router(std::initializer_list<const char*> keys) {
    std::vector<HttpRoute> routes;
    for (const char* key : keys) routes.push_back({key, key});
    return Router(routes);
}

std::string route(const Router& router, std::string_view method, std::string_view path) {
    Match match{};
    return router.find(method, path, match) ? match.route->key : "none";
}

std::string parameter(const Router& router, std::string_view path, std::size_t at = 0) {
    Match match{};
    return router.find("GET", path, match) ? match.parameters.at(at).second : "none";
}

// The table of examples on AWS's page about routes.
TEST(RouterTest, MatchesTheExamplesOfAwsDocumentation) {
    const Router pets =
        router({"GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"});
    EXPECT_EQ(route(pets, "GET", "/pets/dog/1"), "GET /pets/dog/1");
    EXPECT_EQ(route(pets, "GET", "/pets/dog/2"), "GET /pets/dog/{id}");
    EXPECT_EQ(route(pets, "GET", "/pets/cat/1"), "GET /pets/{proxy+}");
    EXPECT_EQ(route(pets, "POST", "/test/5"), "ANY /{proxy+}");
    EXPECT_EQ(route(pets, "GET", "/"), "$default");
}

TEST(RouterTest, PrefersAMethodToAny) {
    const Router both = router({"ANY /things/{id}", "GET /things/{id}"});
    EXPECT_EQ(route(both, "GET", "/things/1"), "GET /things/{id}");
    EXPECT_EQ(route(both, "PUT", "/things/1"), "ANY /things/{id}");
}

TEST(RouterTest, RoutesHeadLikeGet) {
    const Router api = router({"GET /a/{id}", "GET /b", "HEAD /b", "GET /c", "ANY /c", "POST /d", "ANY /{proxy+}"});
    EXPECT_EQ(route(api, "HEAD", "/a/1"), "HEAD /a/{id}");
    EXPECT_EQ(route(api, "HEAD", "/b"), "HEAD /b");
    EXPECT_EQ(route(api, "HEAD", "/c"), "ANY /c");
    EXPECT_EQ(route(api, "HEAD", "/d"), "ANY /{proxy+}");
    EXPECT_EQ(route(api, "GET", "/a/1"), "GET /a/{id}");
}

TEST(RouterTest, FallsBackToALessSpecificRouteOfTheMethod) {
    const Router api = router({"GET /api/v1/products", "GET /api/v1/{thing}", "ANY /api/{proxy+}"});
    EXPECT_EQ(route(api, "DELETE", "/api/v1/products"), "ANY /api/{proxy+}");
    const Router mixed = router({"POST /a/b", "GET /a/{x}"});
    EXPECT_EQ(route(mixed, "GET", "/a/b"), "GET /a/{x}");
}

TEST(RouterTest, PrefersFullThenLongerGreedyMatches) {
    const Router greedy = router({"GET /a/{rest+}", "GET /{x}/b", "GET /a/b/{rest+}"});
    EXPECT_EQ(route(greedy, "GET", "/a/b"), "GET /{x}/b");
    EXPECT_EQ(route(greedy, "GET", "/a/b/c"), "GET /a/b/{rest+}");
}

TEST(RouterTest, FindsNoRouteForUnknownPaths) {
    const Router one = router({"GET /api/v1/products/{id}"});
    EXPECT_EQ(route(one, "GET", "/api/v1/products"), "none");
    EXPECT_EQ(route(one, "GET", "/api/v1/products/"), "none");
    EXPECT_EQ(route(one, "GET", "/api/v1/products/x/y"), "none");
    EXPECT_EQ(route(one, "GET", "/API/v1/products/x"), "none");
    EXPECT_EQ(route(one, "POST", "/api/v1/products/x"), "none");
}

TEST(RouterTest, DecodesPathParameters) {
    const Router files = router({"GET /files/{id}", "GET /all/{first}/{rest+}"});
    EXPECT_EQ(parameter(files, "/files/a%20b%2Fc"), "a b/c");
    EXPECT_EQ(parameter(files, "/files/100%"), "100%");
    EXPECT_EQ(parameter(files, "/all/x/y%20z/w"), "x");
    EXPECT_EQ(parameter(files, "/all/x/y%20z/w", 1), "y z/w");
}

TEST(RouterTest, MatchesPercentEncodedLiterals) {
    EXPECT_EQ(route(router({"GET /caf\xC3\xA9"}), "GET", "/caf%C3%A9"), "GET /caf\xC3\xA9");
}

TEST(RouterTest, TakesPathsBelowTheFirstSegmentOfARouteForTheApi) {
    const Router api = router({"ANY /api/{proxy+}", "GET /{page}", "GET /status"});
    EXPECT_TRUE(api.is_api_path("/api/"));
    EXPECT_TRUE(api.is_api_path("/api/v1/x"));
    EXPECT_FALSE(api.is_api_path("/api"));
    EXPECT_FALSE(api.is_api_path("/apis/x"));
    EXPECT_FALSE(api.is_api_path("/status/x"));
}

}  // namespace
}  // namespace vitrine::host::gateway
