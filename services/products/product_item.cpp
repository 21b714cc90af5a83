#include "services/products/product_item.hpp"

#include <utility>

#include "services/products/image_item.hpp"
#include "services/products/product_shape.hpp"
#include "services/store/item_reader.hpp"

namespace shop {
namespace {

std::expected<std::vector<Image>, store::ItemFault> images_from(const store::List& list) {
    std::vector<Image> images;
    images.reserve(list.size());
    for (const auto& element : list) {
        auto image = image_from(element);
        if (!image) return std::unexpected(std::move(image.error()));
        images.push_back(*std::move(image));
    }
    return images;
}

void read_optionals(store::ItemReader& in, Product& product) {
    product.search_words = search_words_from(in);
    if (in.find("previousPrice")) product.previous_price = Money{in.number("previousPrice")};
    if (in.find("priceChangedAt")) product.price_changed_at = in.instant("priceChangedAt");
    // Items from before there was a `changedAt` tell of their price alone.
    product.changed_at = in.find("changedAt") ? std::optional(in.instant("changedAt")) : product.price_changed_at;
}

template <typename Write>
std::string json_by(Write write) {
    std::string text;
    text.reserve(2048);
    JsonText out(text);
    write(out);
    return text;
}

}  // namespace

std::vector<std::string> search_words_from(store::ItemReader& in) {
    std::vector<std::string> words;
    if (!in.find("searchWords")) return words;
    for (const auto& element : in.list("searchWords")) {
        element.text() ? words.push_back(*element.text()) : in.fail("searchWords");
    }
    return words;
}

std::expected<Image, store::ItemFault> image_from(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"images"});
    store::ItemReader in(*value.map());
    Image image{std::string(in.text("alt")),
                std::string(in.text("placed")),
                std::string(in.text("placeholder")),
                std::string(in.text("tint")),
                {}};
    for (const auto& element : in.list("sources")) {
        if (!element.map()) return std::unexpected(store::ItemFault{"images.sources"});
        store::ItemReader source(*element.map());
        image.sources.push_back(
            {std::string(source.text("type")), source.number("width"), std::string(source.text("url"))});
        if (source.fault()) return std::unexpected(store::ItemFault{"images.sources." + source.fault()->what});
    }
    if (in.fault()) return std::unexpected(store::ItemFault{"images." + in.fault()->what});
    return image;
}

std::expected<Product, store::ItemFault> product_from(const store::Item& item) {
    store::ItemReader in(item);
    auto id = in.parsed("id", ProductId::parse);
    auto category = in.parsed("category", Category::parse);
    const auto status = in.parsed("status", product_status_from);
    if (in.fault()) return std::unexpected(*in.fault());
    auto images = images_from(in.list("images"));
    if (!images) return std::unexpected(std::move(images.error()));
    Product product{
        .id = *std::move(id),
        .rev = {in.number("rev")},
        .content_rev = {in.number("contentRev")},
        .name = std::string(in.text("name")),
        .description = std::string(in.text("description")),
        .category = *std::move(category),
        .search_words = {},
        .price = Money{in.number("price")},
        .previous_price = std::nullopt,
        .price_changed_at = std::nullopt,
        .changed_at = std::nullopt,
        .stock = {in.number("received"), in.number("available"), in.number("reserved"), in.number("sold")},
        .images = *std::move(images),
        .status = *status,
        .created_at = in.instant("createdAt"),
        .updated_at = in.instant("updatedAt"),
    };
    read_optionals(in, product);
    if (in.fault()) return std::unexpected(*in.fault());
    return product;
}

store::Item item_of(const Product& product) {
    ValueBuilder images;
    images.begin_list();
    for (const auto& image : product.images) write_image(images, image, Sources::all);
    images.end_list();
    store::Item item{
        {"id", product.id.text()},
        {"rev", product.rev.number},
        {"contentRev", product.content_rev.number},
        {"name", product.name},
        {"description", product.description},
        {"category", product.category.text()},
        {"price", product.price.minor()},
        {"received", product.stock.received},
        {"available", product.stock.available},
        {"reserved", product.stock.reserved},
        {"sold", product.stock.sold},
        {"images", images.take()},
        {"status", name_of(product.status)},
        {"createdAt", vitrine::rfc3339(product.created_at)},
        {"updatedAt", vitrine::rfc3339(product.updated_at)},
    };
    if (!product.search_words.empty()) {
        item.emplace("searchWords", store::List(product.search_words.begin(), product.search_words.end()));
    }
    if (product.previous_price) item.emplace("previousPrice", product.previous_price->minor());
    if (product.price_changed_at) item.emplace("priceChangedAt", vitrine::rfc3339(*product.price_changed_at));
    if (product.changed_at) item.emplace("changedAt", vitrine::rfc3339(*product.changed_at));
    return item;
}

store::Value change_of(const Product& product, const Currency& currency) {
    ValueBuilder out;
    if (product.status == ProductStatus::active) {
        write_card(out, product, currency);
    } else {
        write_gone(out, product.id, product.rev);
    }
    return out.take();
}

std::string card_json(const Product& product, const Currency& currency) {
    return json_by([&](JsonText& out) { write_card(out, product, currency); });
}

std::string product_json(const Product& product, const Currency& currency) {
    return json_by([&](JsonText& out) { write_product(out, product, currency); });
}

std::string studio_json(const Product& product, const Currency& currency) {
    return json_by([&](JsonText& out) { write_studio_product(out, product, currency); });
}

std::string content_json(const Product& product, const Currency& currency) {
    return json_object(1024, [&](JsonText& out) {
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

}  // namespace shop
