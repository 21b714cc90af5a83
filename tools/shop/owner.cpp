#include <algorithm>
#include <boost/json.hpp>

#include "tools/shop/shoppers.hpp"

namespace shop_tool {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr int nearly_gone = 3;

// Up or down by a tenth at most, to a price that ends in 0 or 5, never below one unit of the currency.
std::int64_t another_price(Run& run, std::int64_t now) {
    const std::int64_t step = std::max<std::int64_t>(now * run.pick(3, 10) / 100 / 5 * 5, 5);
    return std::max<std::int64_t>(run.chance(0.5) ? now + step : now - step, 100);
}

Request content_of(const std::string& product) {
    return {.path = "/products/" + product + "/content"};
}

Request set_price(const std::string& product, const std::string& etag, json::value price) {
    return {.method = "PATCH",
            .path = "/products/" + product + "/content",
            .headers = {{"If-Match", etag}},
            .body = {{"price", std::move(price)}},
            .content_type = "application/merge-patch+json"};
}

Request deliver(const std::string& product, int pieces) {
    return {.method = "POST",
            .path = "/products/" + product + "/stock",
            .body = {{"delta", pieces}, {"reason", "delivery"}}};
}

Request look_after(const std::string& product) {
    return {.path = "/products/" + product};
}

asio::awaitable<void> change_price(Run& run, Client& client, const std::string& product) {
    const auto content = co_await client.send(content_of(product));
    if (!run.expect(content, {200}, "reading a product's content")) co_return;
    auto price = content.body.at("price");
    price.as_object()["amount"] = another_price(run, price.at("amount").as_int64());
    const auto changed = co_await client.send(set_price(product, content.etag, price));
    if (run.expect(changed, {200, 412}, "changing a price") && changed.status == 200) ++run.tally.prices;
}

asio::awaitable<void> restock(Run& run, Client& client, const std::string& product) {
    const auto restocked = co_await client.send(deliver(product, run.pick(5, 25)));
    if (run.expect(restocked, {200}, "restocking")) ++run.tally.deliveries;
}

asio::awaitable<void> one_round(Run& run, Client& client) {
    const auto& id = run.any_product();
    const auto product = co_await client.send(look_after(id));
    if (!run.expect(product, {200}, "looking after a product")) co_return;
    if (product.body.at("available").as_int64() <= nearly_gone) {
        co_await restock(run, client, id);
    } else {
        co_await change_price(run, client, id);
    }
}

}  // namespace

asio::awaitable<void> keep_shop(Run& run, std::chrono::steady_clock::time_point until) {
    Client client(run.options.origin);
    while (std::chrono::steady_clock::now() < until) {
        try {
            co_await one_round(run, client);
        } catch (const std::exception& unexpected) {
            run.fail("keeping the shop", unexpected.what());
        }
        co_await pause(std::chrono::milliseconds(run.pick(1'000, 3'000)));
    }
}

}  // namespace shop_tool
