// The routes of the three functions over a shop in memory.
#include <gtest/gtest.h>

#include "services/baskets/basket_routes.hpp"
#include "services/catalogue/catalogue_routes.hpp"
#include "services/feed/feed_routes.hpp"
#include "services/http/test_events.hpp"
#include "services/meta/meta_routes.hpp"
#include "services/orders/order_routes.hpp"
#include "services/orders/simulated_payments.hpp"
#include "services/products/product_routes.hpp"
#include "services/testing/test_world.hpp"

namespace shop {
namespace {

using testing::Ask;
using testing::product;
using testing::send;
using testing::Told;

class AnApi : public ::testing::Test {
protected:
    AnApi() {
        world.shelve(product("teapot", 4900, 12));
        world.shelve(product("kettle", 2500, 3));
    }
    static Service service(std::vector<Route> routes) {
        return {testing::rules(true), *Currency::parse("EUR"), vitrine::system_random(), std::move(routes)};
    }
    Told catalog(const Ask& ask) const { return send(catalog_, ask); }
    Told product_route(const std::string& method, const std::string& rest, Ask ask = {},
                       const std::string& id = "teapot") const {
        ask.route = method + " /api/v1/products/{id}" + rest;
        ask.path = "/api/v1/products/" + id + rest;
        ask.path_parameters = {{"id", id}};
        return catalog(ask);
    }
    Told list(const std::string& query) const {
        return catalog({.route = "GET /api/v1/products", .path = "/api/v1/products", .query = query});
    }
    struct ABasket {
        std::string id;
        std::string token;
    };
    ABasket open_basket() const {
        const Told told = send(baskets_, {.route = "POST /api/v1/baskets", .path = "/api/v1/baskets"});
        return {std::string(told.at("/id").as_string()), std::string(told.at("/token").as_string())};
    }
    Told line(const std::string& method, const ABasket& basket, const std::string& id, const std::string& body) const {
        return send(baskets_, {.route = method + " /api/v1/baskets/{id}/lines/{productId}",
                               .path = "/api/v1/baskets/" + basket.id + "/lines/" + id,
                               .path_parameters = {{"id", basket.id}, {"productId", id}},
                               .headers = {{"authorization", "Bearer " + basket.token}},
                               .body = body});
    }
    Told look(const ABasket& basket, std::map<std::string, std::string> headers = {}) const {
        headers.emplace("authorization", "Bearer " + basket.token);
        return send(baskets_, {.route = "GET /api/v1/baskets/{id}",
                               .path = "/api/v1/baskets/" + basket.id,
                               .path_parameters = {{"id", basket.id}},
                               .headers = std::move(headers)});
    }
    Told order(const ABasket& basket, std::int64_t total,
               std::map<std::string, std::string> headers = {{"idempotency-key", "k"}}) const {
        headers.emplace("authorization", "Bearer " + basket.token);
        const json::value body{
            {"basketId", basket.id},
            {"customer",
             {{"name", "Ada Example"},
              {"email", "ada@example.com"},
              {"address",
               {{"line1", "1 Analytical Row"}, {"city", "London"}, {"postcode", "N1 9GU"}, {"country", "GB"}}}}},
            {"expectedTotal", {{"amount", total}, {"currency", "EUR"}}}};
        return send(orders_, {.route = "POST /api/v1/orders",
                              .path = "/api/v1/orders",
                              .headers = std::move(headers),
                              .body = json::serialize(body)});
    }
    Told order_route(const std::string& method, const std::string& rest, const std::string& id,
                     const std::string& token, std::map<std::string, std::string> headers = {}) const {
        if (!token.empty()) headers.emplace("authorization", "Bearer " + token);
        return send(orders_, {.route = method + " /api/v1/orders/{id}" + rest,
                              .path = "/api/v1/orders/" + id + rest,
                              .path_parameters = {{"id", id}},
                              .headers = std::move(headers)});
    }

    testing::World world;
    LiveCatalogue live{world.shop, vitrine::Log::silent()};
    AccessRules access = testing::rules(true);
    SimulatedPayments payments{world.store, "orders", [](const store::Context&) {}};
    Service catalog_ = service(joined({product_routes(world.shop), catalogue_routes(live), feed_routes(world.shop),
                                       meta_routes({"1.0.0", "abc", "test", world.shop.currency, true, true})}));
    Service baskets_ = service(basket_routes(world.shop));
    Service orders_ = service(order_routes(world.shop, payments, access, Simulator::open));
};

TEST_F(AnApi, ShowsAProductWithItsRevisionAsETag) {
    const Told told = product_route("GET", "");
    EXPECT_EQ(told.status, 200);
    EXPECT_EQ(told.header("etag"), "\"1\"");
    EXPECT_EQ(told.header("cache-control"), "no-cache");
    EXPECT_EQ(told.at("/image/sources").as_array().size(), 4u);
    EXPECT_FALSE(told.body.as_object().contains("reserved")) << "what is reserved is the owner's business";
}

TEST_F(AnApi, SaysNothingNewToWhomHasTheProduct) {
    const Told told = product_route("GET", "", {.headers = {{"if-none-match", "W/\"1\""}}});
    EXPECT_EQ(told.status, 304);
    EXPECT_TRUE(told.body.is_null());
    EXPECT_EQ(told.header("etag"), "\"1\"");
    EXPECT_EQ(product_route("GET", "", {.headers = {{"if-none-match", "\"2\""}}}).status, 200);
}

TEST_F(AnApi, FindsNoProductThatIsArchivedUnknownOrImpossible) {
    EXPECT_EQ(product_route("DELETE", "").status, 204);
    EXPECT_EQ(product_route("GET", "").status, 404);
    EXPECT_EQ(product_route("GET", "", {}, "unknown").status, 404);
    EXPECT_EQ(product_route("GET", "", {}, "Not An Id").status, 404);
    EXPECT_EQ(product_route("GET", "/content").at("/status").as_string(), "archived");
}

TEST_F(AnApi, ListsPageByPage) {
    const Told first = list("limit=1&sort=price");
    EXPECT_EQ(first.at("/items/0/id").as_string(), "kettle");
    EXPECT_EQ(first.at("/total").as_int64(), 2);
    EXPECT_EQ(first.at("/feed").as_string(), live.position().text());
    EXPECT_NE(first.at("/feed").as_string(), "0:0") << "a feed without a change has an epoch, too";
    EXPECT_EQ(first.at("/facets/categories/0/name").as_string(), "Kitchen");
    EXPECT_EQ(first.header("cache-control"), "public, max-age=0, s-maxage=1");
    const std::string cursor(first.at("/nextCursor").as_string());
    const Told second = list("limit=1&sort=price&cursor=" + cursor);
    EXPECT_EQ(second.at("/items/0/id").as_string(), "teapot");
    EXPECT_TRUE(second.at("/nextCursor").is_null());
    EXPECT_EQ(list("limit=1&sort=name&cursor=" + cursor).problem(), "invalid-cursor");
    EXPECT_EQ(list("cursor=garbage").problem(), "invalid-cursor");
    EXPECT_EQ(list("cursor=").problem(), "invalid-parameter");
}

TEST_F(AnApi, TakesAQueryOfBlanksForNone) {
    EXPECT_EQ(list("q=+%20").at("/total").as_int64(), 2);
    EXPECT_EQ(list("q=teepot").at("/total").as_int64(), 1);
}

TEST_F(AnApi, EditsContentOnlyOverTheRevisionItIsBasedOn) {
    const std::map<std::string, std::string> patch{{"content-type", "application/merge-patch+json"}};
    auto headers = patch;
    EXPECT_EQ(product_route("PATCH", "/content", {.headers = headers, .body = R"({"name":1})"}).status, 428)
        << "the precondition comes before the content";
    headers["if-match"] = "\"c2\"";
    EXPECT_EQ(product_route("PATCH", "/content", {.headers = headers, .body = R"({"name":"Tin"})"}).status, 412);
    headers["if-match"] = "W/" + product_route("GET", "/content").header("etag");
    const Told told = product_route("PATCH", "/content", {.headers = headers, .body = R"({"name":"Tin"})"});
    EXPECT_EQ(told.status, 200);
    EXPECT_EQ(told.at("/name").as_string(), "Tin");
    EXPECT_EQ(told.header("etag"), "\"c2\"");
}

TEST_F(AnApi, CreatesProductsAndTellsWhere) {
    const Told told = catalog({.route = "POST /api/v1/products",
                               .path = "/api/v1/products",
                               .body = R"({"name":"Brass ruler","description":"","category":"desk",
                                           "price":{"amount":900,"currency":"EUR"},"available":4})"});
    EXPECT_EQ(told.status, 201);
    EXPECT_EQ(told.header("location"), "/api/v1/products/brass-ruler");
    EXPECT_EQ(told.at("/received").as_int64(), 4);
}

TEST_F(AnApi, TellsTheStockThatIsThereWhereACountDisagrees) {
    const Told told = product_route("POST", "/stock", {.body = R"({"count":40,"ifAvailable":11})"});
    EXPECT_EQ(told.status, 409);
    EXPECT_EQ(told.at("/available").as_int64(), 12);
}

TEST_F(AnApi, TellsChangesAndWhenTheyAreGone) {
    const auto changes = [&](const std::string& query) {
        return catalog({.route = "GET /api/v1/changes", .path = "/api/v1/changes", .query = query});
    };
    const std::string here(list("").at("/feed").as_string());
    EXPECT_EQ(changes("since=" + here).at("/to").as_string(), here);
    EXPECT_EQ(changes("since=0:0").status, 410);
    EXPECT_EQ(changes("since=other:3").status, 410);
    EXPECT_EQ(changes("").problem(), "invalid-parameter");
    EXPECT_EQ(changes("since=01").problem(), "invalid-parameter");
}

TEST_F(AnApi, TellsWhatItIs) {
    const Told meta = catalog({.route = "GET /api/v1/meta", .path = "/api/v1/meta"});
    EXPECT_TRUE(meta.at("/switches/editorOpen").as_bool());
    EXPECT_EQ(catalog({.route = "GET /api/v1/health", .path = "/api/v1/health"}).at("/status").as_string(), "ok");
}

TEST_F(AnApi, ShowsABasketAtTheRevisionsOfWhatIsInIt) {
    const ABasket basket = open_basket();
    EXPECT_EQ(line("PUT", basket, "teapot", R"({"quantity":2})").header("etag"), "\"2-1\"");
    const Told seen = look(basket);
    EXPECT_EQ(seen.at("/total/amount").as_int64(), 9800);
    EXPECT_EQ(seen.header("cache-control"), "no-store");
    EXPECT_EQ(look(basket, {{"if-none-match", seen.header("etag")}}).status, 304);
    EXPECT_EQ(product_route("POST", "/stock", {.body = R"({"delta":-1})"}).status, 200);
    EXPECT_EQ(look(basket, {{"if-none-match", seen.header("etag")}}).status, 200) << "its stock is another";
    EXPECT_EQ(line("DELETE", basket, "teapot", "").at("/count").as_int64(), 0);
}

TEST_F(AnApi, ChangesABasketOnlyAsItWasSeen) {
    const ABasket basket = open_basket();
    const auto set = [&](const std::string& method, const std::string& if_match) {
        return send(baskets_, {.route = method + " /api/v1/baskets/{id}/lines/{productId}",
                               .path = "/api/v1/baskets/" + basket.id + "/lines/teapot",
                               .path_parameters = {{"id", basket.id}, {"productId", "teapot"}},
                               .headers = {{"authorization", "Bearer " + basket.token}, {"if-match", if_match}},
                               .body = method == "PUT" ? R"({"quantity":2})" : ""});
    };
    EXPECT_EQ(set("PUT", "\"2-0\"").status, 412);
    const Told filled = set("PUT", "\"9-9\", W/\"1-0\"");
    EXPECT_EQ(filled.header("etag"), "\"2-1\"");
    EXPECT_EQ(product_route("POST", "/stock", {.body = R"({"delta":-1})"}).status, 200);
    EXPECT_EQ(set("DELETE", "\"2-1\"").problem(), "precondition-failed") << "its stock is another";
    EXPECT_EQ(look(basket).at("/count").as_int64(), 2);
    EXPECT_EQ(set("DELETE", "nonsense").status, 412);
    EXPECT_EQ(set("DELETE", "\"2-2\"").status, 200);
    EXPECT_EQ(set("DELETE", "*").status, 200);
}

TEST_F(AnApi, PaysOnlyForAnOrderAsItWasSeen) {
    const ABasket basket = open_basket();
    line("PUT", basket, "teapot", R"({"quantity":1})");
    const Told placed = order(basket, 4900);
    const auto pay = [&](const std::string& if_match) {
        const std::string id(placed.at("/id").as_string());
        return send(orders_, {.route = "POST /api/v1/orders/{id}/payment",
                              .path = "/api/v1/orders/" + id + "/payment",
                              .path_parameters = {{"id", id}},
                              .headers = {{"authorization", "Bearer " + std::string(placed.at("/token").as_string())},
                                          {"if-match", if_match}},
                              .body = R"({"method":"simulator","instrument":"ok"})"});
    };
    EXPECT_EQ(pay("\"7\"").status, 412);
    EXPECT_EQ(pay("\"1\"").status, 200);
    EXPECT_EQ(pay("\"1\"").status, 412) << "it is paid since, and another";
    EXPECT_EQ(pay("*").status, 200);
}

TEST_F(AnApi, ChecksAQuantityBeforeTheToken) {
    ABasket basket = open_basket();
    basket.token = "wrong";
    EXPECT_EQ(line("PUT", basket, "teapot", R"({"quantity":100})").status, 422);
    EXPECT_EQ(line("PUT", basket, "teapot", R"({"quantity":1})").status, 404);
}

TEST_F(AnApi, OrdersOnceHoweverOftenItIsAsked) {
    const ABasket basket = open_basket();
    line("PUT", basket, "teapot", R"({"quantity":2})");
    EXPECT_EQ(order(basket, 9800, {}).problem(), "idempotency-key-missing");
    EXPECT_EQ(order(basket, 9800, {{"idempotency-key", "with blank"}}).problem(), "idempotency-key-invalid");
    const Told first = order(basket, 9800);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(first.header("idempotency-replayed"), "");
    const Told again = order(basket, 9800);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.header("idempotency-replayed"), "true");
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(order(basket, 9900).problem(), "idempotency-key-reused");
    EXPECT_EQ(line("PUT", basket, "teapot", R"({"quantity":1})").problem(), "basket-closed");
}

TEST_F(AnApi, TellsShortLinesAndRisenPrices) {
    const ABasket basket = open_basket();
    line("PUT", basket, "teapot", R"({"quantity":13})");
    EXPECT_EQ(order(basket, 63700).at("/lines/0/available").as_int64(), 12);
    line("PUT", basket, "teapot", R"({"quantity":1})");
    EXPECT_EQ(order(basket, 4800).at("/total/amount").as_int64(), 4900);
}

TEST_F(AnApi, ShowsAnOrderToItsHolderAndToTheOwner) {
    const ABasket basket = open_basket();
    line("PUT", basket, "teapot", R"({"quantity":1})");
    const Told placed = order(basket, 4900);
    const std::string id(placed.at("/id").as_string());
    const std::string token(placed.at("/token").as_string());
    const Told seen = order_route("GET", "", id, token);
    EXPECT_EQ(seen.status, 200);
    EXPECT_FALSE(seen.body.as_object().contains("token"));
    EXPECT_TRUE(seen.at("/history/0/from").is_null());
    EXPECT_EQ(order_route("GET", "", id, token, {{"if-none-match", "\"1\""}}).status, 304);
    EXPECT_EQ(order_route("GET", "", id, "wrong").status, 404);
    EXPECT_EQ(order_route("GET", "", id, "").status, 200) << "editing is open: without a token it is the owner";
    EXPECT_EQ(order_route("GET", "", id, std::string(testing::editor_key)).status, 200);
    access.editor_open = false;
    EXPECT_EQ(order_route("GET", "", id, "").status, 404);
    EXPECT_EQ(order_route("POST", "/cancel", id, std::string(testing::editor_key)).status, 404);
    EXPECT_EQ(order_route("POST", "/cancel", id, token).at("/state").as_string(), "cancelled");
}

TEST_F(AnApi, TakesWhoIsForwardedForNoOwner) {
    const ABasket basket = open_basket();
    line("PUT", basket, "teapot", R"({"quantity":1})");
    const Told placed = order(basket, 4900);
    const std::string id(placed.at("/id").as_string());
    EXPECT_EQ(order_route("GET", "", id, "").status, 200);
    EXPECT_EQ(order_route("GET", "", id, "", {{"via", "1.1 proxy"}}).status, 404);
    EXPECT_EQ(order_route("GET", "", id, std::string(placed.at("/token").as_string()), {{"via", "1.1 proxy"}}).status,
              200);
}

TEST_F(AnApi, ListsOrdersOfOneState) {
    const auto orders = [&](const std::string& query) {
        return send(orders_, {.route = "GET /api/v1/orders", .path = "/api/v1/orders", .query = query});
    };
    for (int i = 0; i < 3; ++i) {
        const ABasket basket = open_basket();
        line("PUT", basket, "teapot", R"({"quantity":1})");
        EXPECT_EQ(order(basket, 4900).status, 201);
    }
    const Told first = orders("state=awaiting-payment&limit=2");
    EXPECT_EQ(first.at("/items").as_array().size(), 2u);
    const std::string cursor(first.at("/nextCursor").as_string());
    EXPECT_EQ(orders("state=awaiting-payment&limit=2&cursor=" + cursor).at("/items").as_array().size(), 1u);
    EXPECT_EQ(orders("state=paid&cursor=" + cursor).problem(), "invalid-cursor");
    EXPECT_EQ(orders("").problem(), "invalid-parameter");
    EXPECT_EQ(orders("state=lost").problem(), "invalid-parameter");
}

}  // namespace
}  // namespace shop
