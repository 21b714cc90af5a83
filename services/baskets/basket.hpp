// A basket: lines in the order they were added, at the prices last accepted, and what they come to now.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "services/baskets/quantity.hpp"
#include "services/products/product.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/money.hpp"

namespace shop {

constexpr std::size_t max_lines = 50;
constexpr std::chrono::days basket_life{30};  // after the last change

enum class BasketState { open, closed };
[[nodiscard]] std::string_view name_of(BasketState state);
[[nodiscard]] std::optional<BasketState> basket_state_from(std::string_view name);

struct BasketLine {
    ProductId product;
    Quantity quantity;
    Money seen_price;  // what a unit cost when the shopper last set the line
    bool operator==(const BasketLine&) const = default;
};

struct Basket {
    BasketId id;
    Rev rev;
    BasketState state = BasketState::open;
    std::vector<BasketLine> lines;
    Instant expires_at;  // whole seconds: past it the basket is as good as gone

    [[nodiscard]] bool expired(Instant now) const { return now >= expires_at; }
    bool operator==(const Basket&) const = default;
};

[[nodiscard]] Basket new_basket(BasketId id, Instant now);

enum class BasketFault { closed, full };
enum class Changed : bool { no, yes };

// Both make the next rev of the basket and prolong its life, unless there was nothing to change.
[[nodiscard]] std::expected<Changed, BasketFault> set_line(Basket& basket, const ProductId& product, Quantity quantity,
                                                           Money shown_price, Instant now);
[[nodiscard]] std::expected<Changed, BasketFault> remove_line(Basket& basket, const ProductId& product, Instant now);

// What a shopper should know about a line before ordering.
struct PriceChanged {
    Money from;
    Money to;
    bool operator==(const PriceChanged&) const = default;
};
struct InsufficientStock {
    std::int64_t available = 0;
    bool operator==(const InsufficientStock&) const = default;
};
struct Unavailable {
    bool operator==(const Unavailable&) const = default;
};
using Notice = std::variant<PriceChanged, InsufficientStock, Unavailable>;

struct PricedLine {
    Product product;
    Quantity quantity;
    Money seen_price;
    Money total;
    std::vector<Notice> notices;
};

struct PricedBasket {
    std::vector<PricedLine> lines;
    std::int64_t count = 0;  // units in all
    Money total;
};

// The basket at the products' present prices. `products` stands beside basket.lines; a line whose product is not in
// the table at all (nobody removes products) is left out.
[[nodiscard]] std::expected<PricedBasket, Overflow> price(const Basket& basket,
                                                          std::vector<std::optional<Product>> products);

}  // namespace shop
