#include "services/orders/order_json.hpp"

#include "lib/time.hpp"
#include "services/orders/postal_address.hpp"
#include "services/products/product_shape.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
namespace {

void write_line(JsonText& out, const OrderLine& line, const Currency& currency) {
    out.begin_object();
    out.key("productId"), out.text(line.product.text());
    out.key("name"), out.text(line.name);
    if (line.image) out.key("image"), write_image(out, *line.image, Sources::all);
    out.key("quantity"), out.number(line.quantity.units());
    out.key("unitPrice"), write_money(out, line.unit_price, currency);
    out.key("lineTotal"), write_money(out, line.total, currency);
    out.end_object();
}

void write_customer(JsonText& out, const Customer& customer) {
    const Address& address = customer.address;
    out.begin_object();
    out.key("name"), out.text(customer.name);
    out.key("email"), out.text(customer.email);
    out.key("address"), out.begin_object();
    out.key("line1"), out.text(address.line1);
    if (address.line2) out.key("line2"), out.text(*address.line2);
    if (!address.city.empty()) out.key("city"), out.text(address.city);
    if (!address.state.empty()) {
        out.key("state"), out.text(address.state);
        out.key("stateName"), out.text(state_name(address.country, address.state));
    }
    if (!address.postcode.empty()) out.key("postcode"), out.text(address.postcode);
    out.key("country"), out.text(address.country);
    out.end_object();
    out.end_object();
}

void write_history(JsonText& out, const std::vector<HistoryEntry>& history) {
    out.begin_list();
    for (const auto& entry : history) {
        out.begin_object();
        out.key("at"), out.text(vitrine::rfc3339(entry.at));
        out.key("from");
        entry.from ? out.text(name_of(*entry.from)) : out.null();
        out.key("to"), out.text(name_of(entry.to));
        out.key("by"), out.text(name_of(entry.by));
        if (entry.note) out.key("note"), out.text(*entry.note);
        out.end_object();
    }
    out.end_list();
}

void write_order_fields(JsonText& out, const Order& order, const Currency& currency) {
    out.key("id"), out.text(order.id.text());
    out.key("number"), out.text(order.number);
    out.key("rev"), out.number(order.rev.number);
    out.key("state"), out.text(name_of(order.state));
    out.key("lines"), out.begin_list();
    for (const auto& line : order.lines) write_line(out, line, currency);
    out.end_list();
    out.key("total"), write_money(out, order.total, currency);
    out.key("customer"), write_customer(out, order.customer);
    out.key("placedAt"), out.text(vitrine::rfc3339(order.placed_at));
    out.key("holdUntil"), out.text(vitrine::rfc3339(order.hold_until));
    out.key("payment"), out.begin_object();
    out.key("state"), out.text(name_of(order.payment.state));
    if (order.payment.method) out.key("method"), out.text(*order.payment.method);
    out.end_object();
    out.key("history"), write_history(out, order.history);
}

}  // namespace

std::string order_json(const Order& order, const Currency& currency, const Secret& token) {
    return json_object(1024 + order.lines.size() * 1024, [&](JsonText& out) {
        write_order_fields(out, order, currency);
        if (!token.empty()) out.key("token"), out.text(token.reveal());
    });
}

}  // namespace shop
