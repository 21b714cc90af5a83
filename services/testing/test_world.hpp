// A shop in memory for the tests of use cases and of HTTP: its own clock, repeatable randomness, and a shelf to fill.
#pragma once

#include <functional>
#include <random>
#include <string>

#include "services/feed/feed.hpp"
#include "services/products/product_item.hpp"
#include "services/products/products.hpp"
#include "services/products/test_products.hpp"
#include "services/shop/shop.hpp"
#include "services/store/memory/memory_store.hpp"

namespace shop::testing {

using testing::noon;
using testing::product;

class World {
public:
    store::MemoryStore store{{
        {"products", {{"id", std::nullopt}, {}}},
        {"baskets", {{"id", std::nullopt}, {}}},
        {"orders",
         {{"pk", std::nullopt}, {{"by-state", {"stateShard", "placedAt"}}, {"by-due", {"dueShard", "dueAt"}}}}},
        {"feed", {{"topic", "seq"}, {}}},
    }};
    Instant now = noon();
    Shop shop{store,
              [this] { return now; },
              [this](std::span<std::uint8_t> out) {
                  for (auto& byte : out) byte = static_cast<std::uint8_t>(generator_());
              },
              {"products", "baskets", "orders", "feed"},
              *Currency::parse("EUR"),
              std::chrono::seconds{600},
              {.share = 100, .orders = 1'000}};  // the tests of the limits set them; the others share one network
    store::Context context{vitrine::Deadline::in(vitrine::Milliseconds{60'000})};

    World() = default;
    World(const World&) = delete;  // the shop's ports point here
    World& operator=(const World&) = delete;

    void shelve(const Product& product) {
        if (!store.put(context, {"products", item_of(product), {}})) throw std::logic_error("the shelf is broken");
    }
    [[nodiscard]] Product on_shelf(const std::string& id) {
        return read_product(shop, context, *ProductId::parse(id)).value().value();
    }
    // Once, before the next call of the store's verb, something else happens.
    void meanwhile(const std::string& verb, const std::function<void()>& what) {
        store.intercept([this, verb, what](std::string_view called) -> std::optional<store::Error> {
            if (called == verb) {
                store.intercept({});
                what();
            }
            return std::nullopt;
        });
    }
    // received = available + reserved + sold, for every product.
    [[nodiscard]] bool balanced() const {
        for (const auto& item : store.items("products")) {
            if (!product_from(item)->stock.balanced()) return false;
        }
        return true;
    }

private:
    std::mt19937 generator_{20261122};
};

[[nodiscard]] inline ProductId product_id(const std::string& text) {
    return *ProductId::parse(text);
}

}  // namespace shop::testing
