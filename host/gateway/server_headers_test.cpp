#include "host/gateway/server_fixture.hpp"

namespace vitrine::host::gateway {
namespace {

TEST_F(ServerTest, AddsApiHeadersToApiAnswersOnly) {
    app.web = WebSite{.root = "/nowhere",
                      .media = {},
                      .headers = {{"x-site", "yes"}},
                      .api_headers = {{"content-security-policy", "default-src 'none'"},
                                      {"strict-transport-security", "max-age=1"},
                                      {"x-own", "the api's"}},
                      .origin_header = {}};
    start();
    const auto asked = [&](const std::string& request) {
        Client one = client();
        one.send(request);
        return one.answer();
    };
    EXPECT_EQ(asked(get("/api/7")).header("content-security-policy"), "default-src 'none'");
    EXPECT_EQ(asked("GET /api/7 HTTP/1.1\r\n\r\n").header("content-security-policy"), "default-src 'none'");
    // Without TLS nobody may say it (RFC 6797 section 7.2).
    EXPECT_EQ(asked(get("/api/7")).header("strict-transport-security"), "");
    EXPECT_EQ(asked(get("/index.html")).header("content-security-policy"), "");
    EXPECT_EQ(asked(get("/index.html")).header("x-site"), "yes");
    EXPECT_EQ(asked(get("/ws")).header("content-security-policy"), "");

    functions.answer_with([](const Invocation&) { return FunctionFailed{"Runtime.ExitError", ""}; });
    EXPECT_EQ(asked(get("/api/7")).header("content-security-policy"), "default-src 'none'");
    functions.answer_with(
        [](const Invocation&) { return Returned{R"({"statusCode":200,"headers":{"X-Own":"the function's"}})"}; });
    const ServedAnswer own = asked(get("/api/7"));
    EXPECT_EQ(own.header("X-Own"), "the function's");
    EXPECT_EQ(own.header("x-own"), "");
}

}  // namespace
}  // namespace vitrine::host::gateway
