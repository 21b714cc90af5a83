#include "services/baskets/basket_item.hpp"

#include <utility>

#include "services/store/item_reader.hpp"

namespace shop {
namespace {

std::expected<BasketLine, store::ItemFault> line_from(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"lines"});
    store::ItemReader in(*value.map());
    auto product = in.parsed("productId", ProductId::parse);
    const auto quantity = Quantity::of(in.number("quantity"));
    const Money seen{in.number("seenPrice")};
    if (in.fault() || !quantity) return std::unexpected(store::ItemFault{"lines"});
    return BasketLine{*std::move(product), *quantity, seen};
}

}  // namespace

store::Key basket_key(const BasketId& id) {
    return {{"id", id.text()}};
}

store::List lines_value(const Basket& basket) {
    store::List lines;
    for (const auto& line : basket.lines) {
        lines.push_back(store::Map{{"productId", line.product.text()},
                                   {"quantity", line.quantity.units()},
                                   {"seenPrice", line.seen_price.minor()}});
    }
    return lines;
}

store::Item item_of(const StoredBasket& stored) {
    const Basket& basket = stored.basket;
    return {{"id", basket.id.text()},       {"tokenHash", stored.token_hash},
            {"rev", basket.rev.number},     {"state", name_of(basket.state)},
            {"lines", lines_value(basket)}, {"expiresAt", vitrine::epoch_seconds(basket.expires_at)}};
}

std::expected<StoredBasket, store::ItemFault> basket_from(const store::Item& item) {
    store::ItemReader in(item);
    auto id = in.parsed("id", BasketId::parse);
    const auto state = in.parsed("state", basket_state_from);
    if (in.fault()) return std::unexpected(*in.fault());
    StoredBasket stored{{.id = *std::move(id),
                         .rev = {in.number("rev")},
                         .state = *state,
                         .lines = {},
                         .expires_at = Instant{std::chrono::seconds{in.number("expiresAt")}}},
                        std::string(in.text("tokenHash"))};
    for (const auto& value : in.list("lines")) {
        auto line = line_from(value);
        if (!line) return std::unexpected(std::move(line.error()));
        stored.basket.lines.push_back(*std::move(line));
    }
    if (in.fault()) return std::unexpected(*in.fault());
    return stored;
}

}  // namespace shop
