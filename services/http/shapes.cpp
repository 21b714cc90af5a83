#include "services/http/shapes.hpp"

#include "lib/time.hpp"
#include "services/orders/postal_address.hpp"
#include "services/products/product_shape.hpp"

namespace shop {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

template <typename Write>
std::string object(std::size_t size, Write write) {
    std::string text;
    text.reserve(size);
    JsonText out(text);
    out.begin_object();
    write(out);
    out.end_object();
    return text;
}

void write_cursor(JsonText& out, const std::optional<std::string>& cursor) {
    out.key("nextCursor");
    cursor ? out.text(*cursor) : out.null();
}

void write_categories(JsonText& out, const std::vector<CategoryCount>& categories) {
    out.begin_list();
    for (const auto& [category, count] : categories) {
        out.begin_object();
        out.key("slug"), out.text(category.text());
        out.key("name"), out.text(name_of(category));
        out.key("count"), out.number(count);
        out.end_object();
    }
    out.end_list();
}

void write_notice(JsonText& out, const Notice& notice, const Currency& currency) {
    out.begin_object();
    std::visit(Overloaded{
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

void write_token(JsonText& out, const Secret& token) {
    if (!token.empty()) out.key("token"), out.text(token.reveal());
}

}  // namespace

std::string listing_json(const Listing& listing, const std::optional<std::string>& cursor, const Position& feed) {
    std::size_t size = 1024;
    for (const auto* card : listing.cards) size += card->json.size() + 1;
    return object(size, [&](JsonText& out) {
        out.key("items"), out.begin_list();
        for (const auto* card : listing.cards) out.raw(card->json);
        out.end_list();
        out.key("total"), out.number(static_cast<std::int64_t>(listing.total));
        out.key("facets"), out.begin_object();
        out.key("categories"), write_categories(out, listing.categories);
        out.end_object();
        write_cursor(out, cursor);
        out.key("feed"), out.text(feed.text());
    });
}

std::string categories_json(const std::vector<CategoryCount>& categories) {
    return object(1024, [&](JsonText& out) { out.key("items"), write_categories(out, categories); });
}

std::string changes_json(const Changes& changes) {
    return object(256 + changes.changes.size() * 1024, [&](JsonText& out) {
        out.key("from"), out.text(changes.from.text());
        out.key("to"), out.text(changes.to.text());
        out.key("changes"), out.begin_list();
        for (const auto& change : changes.changes) write_value(out, change);
        out.end_list();
        out.key("more"), out.flag(changes.more);
    });
}

std::string content_json(const Product& product, const Currency& currency) {
    return object(1024, [&](JsonText& out) {
        out.key("name"), out.text(product.name);
        out.key("description"), out.text(product.description);
        out.key("category"), out.text(product.category.text());
        out.key("searchWords"), write_texts(out, product.search_words);
        out.key("price"), write_money(out, product.price, currency);
        out.key("images"), out.begin_list();
        for (const auto& image : product.images) {
            out.begin_object();
            out.key("id"), out.text(image_id(image));
            out.key("alt"), out.text(image.alt);
            out.end_object();
        }
        out.end_list();
        out.key("status"), out.text(name_of(product.status));
    });
}

std::string basket_json(const BasketView& view, const Currency& currency, const Secret& token) {
    return object(512 + view.priced.lines.size() * 2048, [&](JsonText& out) {
        out.key("id"), out.text(view.basket.id.text());
        out.key("rev"), out.number(view.basket.rev.number);
        out.key("state"), out.text(name_of(view.basket.state));
        out.key("lines"), out.begin_list();
        for (const auto& line : view.priced.lines) write_line(out, line, currency);
        out.end_list();
        out.key("count"), out.number(view.priced.count);
        out.key("total"), write_money(out, view.priced.total, currency);
        out.key("expiresAt"), out.text(vitrine::rfc3339(view.basket.expires_at));
        write_token(out, token);
    });
}

std::string order_json(const Order& order, const Currency& currency, const Secret& token) {
    return object(1024 + order.lines.size() * 1024, [&](JsonText& out) {
        write_order_fields(out, order, currency);
        write_token(out, token);
    });
}

std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& cursor) {
    std::size_t size = 1024;
    for (const auto& item : items) size += item.size() + 1;
    return object(size, [&](JsonText& out) {
        out.key("items"), out.begin_list();
        for (const auto& item : items) out.raw(item);
        out.end_list();
        write_cursor(out, cursor);
    });
}

}  // namespace shop
