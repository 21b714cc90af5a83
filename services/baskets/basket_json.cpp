#include "services/baskets/basket_json.hpp"

#include "lib/overloaded.hpp"
#include "lib/time.hpp"
#include "services/products/product_shape.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
namespace {

void write_notice(JsonText& out, const Notice& notice, const Currency& currency) {
    out.begin_object();
    std::visit(vitrine::Overloaded{
                   [&](const PriceChanged& change) {
                       out.key("type"), out.text("price-changed");
                       out.key("from"), write_money(out, change.from, currency);
                       out.key("to"), write_money(out, change.to, currency);
                   },
                   [&](const InsufficientStock& stock) {
                       out.key("type"), out.text("insufficient-stock");
                       out.key("available"), out.number(stock.available);
                   },
                   [&](const Unavailable&) { out.key("type"), out.text("unavailable"); },
               },
               notice);
    out.end_object();
}

void write_line(JsonText& out, const PricedLine& line, const Currency& currency) {
    out.begin_object();
    out.key("product"), write_card(out, line.product, currency);
    out.key("quantity"), out.number(line.quantity.units());
    out.key("unitPrice"), write_money(out, line.product.price, currency);
    out.key("lineTotal"), write_money(out, line.total, currency);
    out.key("notices"), out.begin_list();
    for (const auto& notice : line.notices) write_notice(out, notice, currency);
    out.end_list();
    out.end_object();
}

}  // namespace

std::string basket_json(const BasketView& view, const Currency& currency, const Secret& token) {
    return json_object(512 + view.priced.lines.size() * 2048, [&](JsonText& out) {
        out.key("id"), out.text(view.basket.id.text());
        out.key("rev"), out.number(view.basket.rev.number);
        out.key("state"), out.text(name_of(view.basket.state));
        out.key("lines"), out.begin_list();
        for (const auto& line : view.priced.lines) write_line(out, line, currency);
        out.end_list();
        out.key("count"), out.number(view.priced.count);
        out.key("total"), write_money(out, view.priced.total, currency);
        out.key("expiresAt"), out.text(vitrine::rfc3339(view.basket.expires_at));
        if (!token.empty()) out.key("token"), out.text(token.reveal());
    });
}

}  // namespace shop
