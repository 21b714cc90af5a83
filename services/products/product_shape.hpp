// The shapes in which the API and the feed show a product (docs/api.md). Sink is JsonText or ValueBuilder.
#pragma once

#include "lib/time.hpp"
#include "services/products/product.hpp"
#include "services/shop/json_text.hpp"
#include "services/shop/money_json.hpp"

namespace shop {

enum class Sources { all, card };

template <class Sink>
void write_image(Sink& out, const Image& image, Sources which) {
    out.begin_object();
    out.key("alt"), out.text(image.alt);
    out.key("placed"), out.text(image.placed);
    out.key("placeholder"), out.text(image.placeholder);
    out.key("tint"), out.text(image.tint);
    out.key("sources"), out.begin_list();
    for (const auto& source : image.sources) {
        if (which == Sources::card && !shown_in_card(source)) continue;
        out.begin_object();
        out.key("type"), out.text(source.type);
        out.key("width"), out.number(source.width);
        out.key("url"), out.text(source.url);
        out.end_object();
    }
    out.end_list();
    out.end_object();
}

template <class Sink>
void write_card_fields(Sink& out, const Product& product, const Currency& currency, Sources which) {
    out.key("kind"), out.text("product");
    out.key("id"), out.text(product.id.text());
    out.key("rev"), out.number(product.rev.number);
    out.key("name"), out.text(product.name);
    out.key("category"), out.text(product.category.text());
    if (!product.search_words.empty()) out.key("searchWords"), write_texts(out, product.search_words);
    out.key("price"), write_money(out, product.price, currency);
    if (product.previous_price) out.key("previousPrice"), write_money(out, *product.previous_price, currency);
    if (product.price_changed_at) out.key("priceChangedAt"), out.text(vitrine::rfc3339(*product.price_changed_at));
    out.key("available"), out.number(product.stock.available);
    out.key("createdAt"), out.text(vitrine::rfc3339(product.created_at));
    if (product.changed_at) out.key("changedAt"), out.text(vitrine::rfc3339(*product.changed_at));
    if (!product.images.empty()) out.key("image"), write_image(out, product.images.front(), which);
}

template <class Sink>
void write_card(Sink& out, const Product& product, const Currency& currency) {
    out.begin_object();
    write_card_fields(out, product, currency, Sources::card);
    out.end_object();
}

template <class Sink>
void write_product_fields(Sink& out, const Product& product, const Currency& currency) {
    write_card_fields(out, product, currency, Sources::all);
    out.key("description"), out.text(product.description);
    out.key("images"), out.begin_list();
    for (const auto& image : product.images) write_image(out, image, Sources::all);
    out.end_list();
    out.key("status"), out.text(name_of(product.status));
    out.key("updatedAt"), out.text(vitrine::rfc3339(product.updated_at));
}

template <class Sink>
void write_product(Sink& out, const Product& product, const Currency& currency) {
    out.begin_object();
    write_product_fields(out, product, currency);
    out.end_object();
}

template <class Sink>
void write_studio_product(Sink& out, const Product& product, const Currency& currency) {
    out.begin_object();
    write_product_fields(out, product, currency);
    out.key("reserved"), out.number(product.stock.reserved);
    out.key("sold"), out.number(product.stock.sold);
    out.key("received"), out.number(product.stock.received);
    out.key("contentRev"), out.number(product.content_rev.number);
    out.end_object();
}

// The product left the shop at this rev.
template <class Sink>
void write_gone(Sink& out, const ProductId& id, Rev rev) {
    out.begin_object();
    out.key("kind"), out.text("product");
    out.key("id"), out.text(id.text());
    out.key("rev"), out.number(rev.number);
    out.key("gone"), out.flag(true);
    out.end_object();
}

}  // namespace shop
