#include "host/app/placeholders.hpp"

#include <gtest/gtest.h>

namespace vitrine::host {
namespace {

App demo() {
    App app;
    app.name = "demo";
    app.tables["notes"].name = "notes";
    app.buckets["media"].name = "media";
    app.websocket = WebSocketApi{};
    return app;
}

TEST(Placeholders, ReturnsALiteralUnchanged) {
    EXPECT_EQ(resolve(demo(), "EUR", {}), "EUR");
    EXPECT_EQ(resolve(demo(), "", {}), "");
}

TEST(Placeholders, ResolvesEachPlaceholder) {
    const RunTimeValues values{.stage = "local",
                               .websocket_endpoint = "http://127.0.0.1:1/ws",
                               .site_origins = "http://localhost:2",
                               .origin_secret_hash = "ab",
                               .editor_key_hashes = "cd",
                               .loopback = true};
    EXPECT_EQ(resolve(demo(), "${table.notes}", values), "demo-local-notes");
    EXPECT_EQ(resolve(demo(), "${bucket.media}", values), "demo-local-media");
    EXPECT_EQ(resolve(demo(), "${stage}", values), "local");
    EXPECT_EQ(resolve(demo(), "${websocket.endpoint}", values), "http://127.0.0.1:1/ws");
    EXPECT_EQ(resolve(demo(), "${site.origins}", values), "http://localhost:2");
    EXPECT_EQ(resolve(demo(), "${origin.secretHash}", values), "ab");
    EXPECT_EQ(resolve(demo(), "${origin.proxies}", values), "0");
    EXPECT_EQ(resolve(demo(), "${editor.keyHashes}", values), "cd");
    EXPECT_EQ(resolve(demo(), "${local.loopback}", values), "true");
}

TEST(Placeholders, LoopbackIsEmptyByDefault) {
    EXPECT_EQ(resolve(demo(), "${local.loopback}", {}), "");
}

TEST(Placeholders, RefusesReferencesToUndeclaredResources) {
    EXPECT_TRUE(check_value(demo(), "${table.notes}"));
    EXPECT_FALSE(check_value(demo(), "${table.other}"));
    EXPECT_FALSE(check_value(demo(), "${HOME}"));
}

TEST(Placeholders, RefusesAPlaceholderWithinALiteral) {
    EXPECT_FALSE(check_value(demo(), "prefix-${stage}"));
    EXPECT_FALSE(check_value(demo(), "${stage}${stage}"));
    EXPECT_FALSE(check_value(demo(), "${stage"));
}

TEST(Placeholders, RefusesTheWebSocketEndpointWithoutAWebSocketSection) {
    App app = demo();
    app.websocket.reset();
    EXPECT_FALSE(check_value(app, "${websocket.endpoint}"));
}

}  // namespace
}  // namespace vitrine::host
