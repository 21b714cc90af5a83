// A basket: lines in the order they were added, with the prices last accepted, and their present total.
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
// `open` and `closed`, as in the API and the tables. nullopt for any other text.
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
    Instant expires_at;  // whole seconds; from then on the basket reads as absent

    [[nodiscard]] bool expired(Instant now) const { return now >= expires_at; }
    bool operator==(const Basket&) const = default;
};

// Open and empty, at its first rev; expires after basket_life.
[[nodiscard]] Basket new_basket(BasketId id, Instant now);

// closed: it was ordered. full: a new line, and there are max_lines already.
enum class BasketFault { closed, full };
enum class Changed : bool { no, yes };

// Both make the next rev of the basket and prolong its life, unless there was nothing to change (a line that is not
// there is removed already). On a fault the basket is as it was.
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

// The basket at the products' present prices. `products` has one entry for each of basket.lines, in their order; a line
// without a product is left out (products are archived and never deleted).
[[nodiscard]] std::expected<PricedBasket, Overflow> price(const Basket& basket,
                                                          std::vector<std::optional<Product>> products);

}  // namespace shop
