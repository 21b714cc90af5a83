#include "services/baskets/basket.hpp"

#include <algorithm>
#include <utility>

namespace shop {
namespace {

void touch(Basket& basket, Instant now) {
    basket.rev = basket.rev.next();
    basket.expires_at = std::chrono::floor<std::chrono::seconds>(now + basket_life);
}

auto find_line(Basket& basket, const ProductId& product) {
    return std::ranges::find(basket.lines, product, &BasketLine::product);
}

std::vector<Notice> notices_for(const BasketLine& line, const Product& product) {
    if (product.status != ProductStatus::active) return {Unavailable{}};
    std::vector<Notice> notices;
    if (product.price != line.seen_price) notices.emplace_back(PriceChanged{line.seen_price, product.price});
    if (product.stock.available < line.quantity.units()) {
        notices.emplace_back(InsufficientStock{product.stock.available});
    }
    return notices;
}

}  // namespace

std::string_view name_of(BasketState state) {
    return state == BasketState::open ? "open" : "closed";
}

std::optional<BasketState> basket_state_from(std::string_view name) {
    if (name == "open") return BasketState::open;
    if (name == "closed") return BasketState::closed;
    return std::nullopt;
}

Basket new_basket(BasketId id, Instant now) {
    return {std::move(id), Rev{}, BasketState::open, {}, std::chrono::floor<std::chrono::seconds>(now + basket_life)};
}

std::expected<Changed, BasketFault> set_line(Basket& basket, const ProductId& product, Quantity quantity,
                                             Money shown_price, Instant now) {
    if (basket.state == BasketState::closed) return std::unexpected(BasketFault::closed);
    const BasketLine wanted{product, quantity, shown_price};
    const auto line = find_line(basket, product);
    if (line == basket.lines.end()) {
        if (basket.lines.size() >= max_lines) return std::unexpected(BasketFault::full);
        basket.lines.push_back(wanted);
    } else {
        if (*line == wanted) return Changed::no;
        *line = wanted;
    }
    touch(basket, now);
    return Changed::yes;
}

std::expected<Changed, BasketFault> remove_line(Basket& basket, const ProductId& product, Instant now) {
    if (basket.state == BasketState::closed) return std::unexpected(BasketFault::closed);
    const auto line = find_line(basket, product);
    if (line == basket.lines.end()) return Changed::no;
    basket.lines.erase(line);
    touch(basket, now);
    return Changed::yes;
}

std::expected<PricedBasket, Overflow> price(const Basket& basket, std::vector<std::optional<Product>> products) {
    PricedBasket priced;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const BasketLine& line = basket.lines[i];
        std::optional<Product>& product = products[i];
        if (!product) continue;
        const auto line_total = times(product->price, line.quantity.units());
        if (!line_total) return std::unexpected(line_total.error());
        const auto total = add(priced.total, *line_total);
        if (!total) return std::unexpected(total.error());
        priced.total = *total;
        priced.count += line.quantity.units();
        auto notices = notices_for(line, *product);
        priced.lines.push_back({*std::move(product), line.quantity, line.seen_price, *line_total, std::move(notices)});
    }
    return priced;
}

}  // namespace shop
