#include "tools/shop/requests.hpp"

#include <boost/json.hpp>

namespace shop_tool {

namespace json = boost::json;

namespace {

std::pair<std::string, std::string> bearer(const json::value& created) {
    return {"Authorization", "Bearer " + text(created, "token")};
}

}  // namespace

std::string text(const json::value& of, std::string_view name) {
    return json::value_to<std::string>(of.at(name));
}

Request take_basket() {
    return {.method = "POST", .path = "/baskets"};
}

Basket basket_of(const json::value& created) {
    return {text(created, "id"), bearer(created), created};
}

Request put_line(const Basket& basket, const std::string& product, int quantity) {
    return {.method = "PUT",
            .path = "/baskets/" + basket.id + "/lines/" + product,
            .headers = {basket.authorization},
            .body = {{"quantity", quantity}}};
}

Request place(const Basket& basket, const std::string& idempotency_key) {
    json::value order = {
        {"basketId", basket.id},
        {"basketRev", basket.content.at("rev")},
        {"expectedTotal", basket.content.at("total")},
        {"customer",
         {{"name", "Sample Shopper"},
          {"email", "shopper@example.com"},
          {"address",
           {{"line1", "1 Example Street"}, {"city", "Sampleton"}, {"postcode", "12345"}, {"country", "DE"}}}}}};
    return {.method = "POST",
            .path = "/orders",
            .headers = {basket.authorization, {"Idempotency-Key", idempotency_key}},
            .body = std::move(order)};
}

OrderLink link_of(const json::value& created) {
    return {text(created, "id"), bearer(created)};
}

Request look_at(const OrderLink& order) {
    return {.path = "/orders/" + order.id, .headers = {order.authorization}};
}

Request pay(const OrderLink& order, std::string_view instrument) {
    return {.method = "POST",
            .path = "/orders/" + order.id + "/payment",
            .headers = {order.authorization},
            .body = {{"method", "simulator"}, {"instrument", instrument}}};
}

Request take_back(const OrderLink& order) {
    return {.method = "POST", .path = "/orders/" + order.id + "/cancel", .headers = {order.authorization}};
}

Request create_product(const std::string& id, int available) {
    return {.method = "POST",
            .path = "/products",
            .body = {{"id", id},
                     {"name", "Storm lantern " + id},
                     {"description", "Sought after by more people than there are lanterns."},
                     {"category", "storm"},
                     {"price", {{"amount", 1999}, {"currency", "EUR"}}},
                     {"available", available}}};
}

Request list_studio(const std::string& cursor) {
    return {.path = "/studio/products?limit=1000" + (cursor.empty() ? "" : "&cursor=" + cursor)};
}

}  // namespace shop_tool
