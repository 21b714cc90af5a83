#include "services/products/product_requests.hpp"

#include <algorithm>
#include <utility>

#include "services/http/fields.hpp"
#include "services/products/product_bounds.hpp"

namespace shop {
namespace {

bool is_image_id(std::string_view text) {
    return !text.empty() && text.size() <= bounds::image_id &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<std::vector<ImageEdit>> read_images(Fields& fields, FieldErrors& errors) {
    const json::array* elements = fields.list("images", bounds::images, Need::optional);
    if (!elements) return std::nullopt;
    std::vector<ImageEdit> images;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        Fields image((*elements)[i], errors, "/images/" + std::to_string(i));
        auto id = image.parsed(
            "id",
            [](std::string_view text) { return is_image_id(text) ? std::optional(std::string(text)) : std::nullopt; },
            "1 to 64 hexadecimal digits in lower case.", Need::required);
        auto alt = image.text("alt", bounds::alt, Need::required);
        image.refuse_others();
        images.push_back({std::move(id).value_or(""), std::move(alt).value_or("")});
    }
    return images;
}

std::optional<std::vector<std::string>> read_search_words(Fields& fields) {
    return fields.texts("searchWords", bounds::search_words, bounds::search_word, Need::optional);
}

}  // namespace

std::expected<NewProduct, Failure> read_new_product(const json::value& body, const Currency& currency) {
    FieldErrors errors;
    Fields fields(body, errors);
    auto id = fields.id<ProductId>("id", Need::optional);
    auto name = fields.text("name", bounds::name, Need::required);
    auto description = fields.text("description", bounds::description, Need::required);
    auto category = fields.id<Category>("category", Need::required);
    auto search_words = read_search_words(fields);
    const auto price = fields.money("price", bounds::price, currency, Need::required);
    const auto available = fields.number("available", bounds::units, Need::required);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return NewProduct{std::move(id),
                      *std::move(name),
                      *std::move(description),
                      *std::move(category),
                      std::move(search_words).value_or(std::vector<std::string>{}),
                      *price,
                      *available};
}

std::expected<ContentPatch, Failure> read_content_patch(const json::value& body, const Currency& currency) {
    FieldErrors errors;
    Fields fields(body, errors);
    ContentPatch patch;
    patch.name = fields.text("name", bounds::name, Need::optional);
    patch.description = fields.text("description", bounds::description, Need::optional);
    patch.category = fields.id<Category>("category", Need::optional);
    patch.search_words = read_search_words(fields);
    patch.price = fields.money("price", bounds::price, currency, Need::optional);
    patch.images = read_images(fields, errors);
    patch.status = fields.parsed("status", product_status_from, "active or archived.", Need::optional);
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return patch;
}

std::expected<StockAdjustment, Failure> read_stock_adjustment(const json::value& body) {
    FieldErrors errors;
    Fields fields(body, errors);
    StockAdjustment adjustment;
    const bool stocktake = !fields.has("delta") && (fields.has("count") || fields.has("ifAvailable"));
    if (stocktake) {
        const auto count = fields.number("count", bounds::units, Need::required);
        const auto if_available = fields.number("ifAvailable", bounds::units, Need::required);
        adjustment.what = Stocktake{count.value_or(0), if_available.value_or(0)};
    } else {
        const auto delta = fields.number("delta", bounds::delta, Need::required);
        if (delta == 0) fields.wrong("delta", "Not 0.");
        adjustment.what = Delta{delta.value_or(0)};
    }
    adjustment.reason = fields.text("reason", bounds::reason, Need::optional).value_or("");
    fields.refuse_others();
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return adjustment;
}

}  // namespace shop
