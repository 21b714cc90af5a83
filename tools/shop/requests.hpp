// The requests of a shop's customers and its owner, as values.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "tools/shop/client.hpp"

namespace shop_tool {

struct Basket {
    std::string id;
    std::pair<std::string, std::string> authorization;
    boost::json::value content;  // the basket as last answered
};

// What opens an order.
struct OrderLink {
    std::string id;
    std::pair<std::string, std::string> authorization;
};

// The text of a member that has to be there.
[[nodiscard]] std::string text(const boost::json::value& of, std::string_view name);

[[nodiscard]] Request take_basket();
[[nodiscard]] Basket basket_of(const boost::json::value& created);
[[nodiscard]] Request put_line(const Basket& basket, const std::string& product, int quantity);
[[nodiscard]] Request place(const Basket& basket, const std::string& idempotency_key);
[[nodiscard]] OrderLink link_of(const boost::json::value& created);
[[nodiscard]] Request look_at(const OrderLink& order);
[[nodiscard]] Request pay(const OrderLink& order, std::string_view instrument);
[[nodiscard]] Request take_back(const OrderLink& order);

[[nodiscard]] Request create_product(const std::string& id, int available);
[[nodiscard]] Request list_studio(const std::string& cursor);

}  // namespace shop_tool
