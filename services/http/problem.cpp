#include "services/http/problem.hpp"

#include <utility>

#include "lib/overloaded.hpp"
#include "services/shop/json_text.hpp"
#include "services/shop/money_json.hpp"

namespace shop {

namespace problems {
constexpr ProblemType malformed_json{"malformed-json", 400, "The body is not JSON", "Send JSON in UTF-8."};
constexpr ProblemType invalid_parameter{"invalid-parameter", 400, "A query parameter is not valid", ""};
constexpr ProblemType invalid_cursor{"invalid-cursor", 400, "The cursor does not belong to this query",
                                     "Take the nextCursor of this very query, or start from the first page."};
constexpr ProblemType idempotency_key_missing{"idempotency-key-missing", 400, "An Idempotency-Key is needed",
                                              "Draw a random key for this checkout and send it with each attempt."};
constexpr ProblemType idempotency_key_invalid{"idempotency-key-invalid", 400, "The Idempotency-Key is not valid",
                                              "It is 1 to 128 visible ASCII characters without spaces."};
constexpr ProblemType unauthorized{"unauthorized", 401, "An editor key is needed",
                                   "Send the editor key as Authorization: Bearer KEY."};
constexpr ProblemType forbidden{"forbidden", 403, "Not allowed", "This is not open to you."};
constexpr ProblemType not_found{"not-found", 404, "Not found", "There is nothing here, or the token does not open it."};
constexpr ProblemType method_not_allowed{"method-not-allowed", 405, "The method is not allowed here",
                                         "Use one of the methods in Allow."};
constexpr ProblemType not_acceptable{"not-acceptable", 406, "Only JSON can be answered",
                                     "Let Accept admit application/json."};
constexpr ProblemType payload_too_large{"payload-too-large", 413, "The body is too large", "Send at most 64 KiB."};
constexpr ProblemType unsupported_media_type{"unsupported-media-type", 415, "The body has the wrong type",
                                             "Send application/json."};
constexpr ProblemType invalid_content{"invalid-content", 422, "The content is not valid", ""};
constexpr ProblemType precondition_required{"precondition-required", 428, "If-Match is needed",
                                            "Send the ETag of the content that the edit is based on as If-Match."};
constexpr ProblemType internal_error{
    "internal-error", 500, "Something went wrong here",
    "It is not your fault, and it has been noted. Try again, or tell us the trace id."};
}  // namespace problems

namespace {

// What use cases alone refuse.
namespace refusals {
constexpr ProblemType product_exists{"product-exists", 409, "The product exists", "Choose another id."};
constexpr ProblemType stock_changed{"stock-changed", 409, "The stock changed meanwhile", "Count again."};
constexpr ProblemType basket_closed{"basket-closed", 409, "The basket has been ordered",
                                    "Open a new basket to order something else."};
constexpr ProblemType basket_changed{"basket-changed", 409, "The basket changed meanwhile",
                                     "Look at the basket again before you order it."};
constexpr ProblemType basket_full{"basket-full", 422, "The basket is full",
                                  "A basket holds 50 different products. Remove one first."};
constexpr ProblemType basket_empty{"basket-empty", 422, "The basket is empty", "Put something into it first."};
constexpr ProblemType insufficient_stock{"insufficient-stock", 409, "Not enough in stock",
                                         "Take fewer and order again."};
constexpr ProblemType unpaid_limit{"unpaid-limit", 409, "Too much is held unpaid",
                                   "Order as many as can be held unpaid, pay for them, then order the rest."};
constexpr ProblemType price_changed{"price-changed", 409, "A price changed", "Look at the new prices and order again."};
constexpr ProblemType order_not_cancellable{"order-not-cancellable", 409, "The order can no longer be cancelled",
                                            "Only an order that awaits payment can be cancelled."};
constexpr ProblemType payment_declined{"payment-declined", 402, "The payment was declined",
                                       "Nothing was charged. Try again or pay another way while the goods are held."};
constexpr ProblemType hold_expired{"hold-expired", 409, "The goods are no longer held",
                                   "There is too little time left to pay. Fill a new basket with the same goods."};
constexpr ProblemType order_not_payable{"order-not-payable", 409, "The order cannot be paid for",
                                        "Only an order that awaits payment can be paid for."};
constexpr ProblemType payment_in_progress{
    "payment-in-progress", 409, "A payment is in progress",
    "The order stays as it is until its payment or refund is decided. Look again in a minute."};
constexpr ProblemType transition_forbidden{"transition-forbidden", 409, "The order does not go there",
                                           "Its state does not allow it."};
constexpr ProblemType feed_gone{"feed-gone", 410, "The feed no longer reaches back that far",
                                "Fetch the list of products again and go on from its feed position."};
constexpr ProblemType precondition_failed{"precondition-failed", 412, "The content changed meanwhile",
                                          "Fetch the content again, look at what changed and repeat the edit."};
constexpr ProblemType idempotency_key_reused{
    "idempotency-key-reused", 422, "The Idempotency-Key was used for another order",
    "Draw a new key for another order, or repeat the first request unchanged."};
constexpr ProblemType unavailable{"unavailable", 503, "Try again in a moment", "Nothing is wrong with the request."};
}  // namespace refusals

void write_errors(JsonText& out, const FieldErrors& errors) {
    out.key("errors"), out.begin_list();
    for (const auto& error : errors) {
        out.begin_object();
        out.key("pointer"), out.text(error.pointer);
        out.key("detail"), out.text(error.detail);
        out.end_object();
    }
    out.end_list();
}

void write_short_lines(JsonText& out, const ShortLines& lines) {
    out.key("lines"), out.begin_list();
    for (const auto& line : lines) {
        out.begin_object();
        out.key("productId"), out.text(line.product.text());
        out.key("wanted"), out.number(line.wanted);
        out.key("available"), out.number(line.available);
        out.end_object();
    }
    out.end_list();
}

void write_rise(JsonText& out, const PriceRise& rise, const Currency& currency) {
    out.key("total"), write_money(out, rise.total, currency);
    out.key("lines"), out.begin_list();
    for (const auto& line : rise.lines) {
        out.begin_object();
        out.key("productId"), out.text(line.product.text());
        out.key("from"), write_money(out, line.from, currency);
        out.key("to"), write_money(out, line.to, currency);
        out.end_object();
    }
    out.end_list();
}

void write_facts(JsonText& out, const Facts& facts, const Currency& currency) {
    std::visit(vitrine::Overloaded{
                   [](std::monostate) {},
                   [&](const FieldErrors& errors) { write_errors(out, errors); },
                   [&](const StockNow& stock) { out.key("available"), out.number(stock.available); },
                   [&](const ShortLines& lines) { write_short_lines(out, lines); },
                   [&](const PriceRise& rise) { write_rise(out, rise, currency); },
                   [&](const StateNow& state) { out.key("state"), out.text(state.name); },
               },
               facts);
}

std::string words_for(const ProblemType& type, std::size_t errors) {
    const std::string what = type.status == 400 ? "parameter" : "field";
    return errors == 1 ? "One " + what + " needs another value."
                       : std::to_string(errors) + ' ' + what + "s need other values.";
}

}  // namespace

const ProblemType& type_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::not_found:
            return problems::not_found;
        case Refusal::product_exists:
            return refusals::product_exists;
        case Refusal::stock_changed:
            return refusals::stock_changed;
        case Refusal::basket_closed:
            return refusals::basket_closed;
        case Refusal::basket_changed:
            return refusals::basket_changed;
        case Refusal::basket_full:
            return refusals::basket_full;
        case Refusal::basket_empty:
            return refusals::basket_empty;
        case Refusal::insufficient_stock:
            return refusals::insufficient_stock;
        case Refusal::unpaid_limit:
            return refusals::unpaid_limit;
        case Refusal::price_changed:
            return refusals::price_changed;
        case Refusal::order_not_cancellable:
            return refusals::order_not_cancellable;
        case Refusal::payment_declined:
            return refusals::payment_declined;
        case Refusal::hold_expired:
            return refusals::hold_expired;
        case Refusal::order_not_payable:
            return refusals::order_not_payable;
        case Refusal::payment_in_progress:
            return refusals::payment_in_progress;
        case Refusal::transition_forbidden:
            return refusals::transition_forbidden;
        case Refusal::feed_gone:
            return refusals::feed_gone;
        case Refusal::precondition_failed:
            return refusals::precondition_failed;
        case Refusal::invalid_content:
            return problems::invalid_content;
        case Refusal::idempotency_key_reused:
            return refusals::idempotency_key_reused;
        case Refusal::unavailable:
            return refusals::unavailable;
        case Refusal::internal:
            return problems::internal_error;
    }
    std::unreachable();
}

std::unexpected<Failure> fail(Error error) {
    const ProblemType& type = type_of(error.refusal);
    Failure failure{&type, std::move(error.detail), std::move(error.facts), std::move(error.cause), {}};
    if (const auto* errors = std::get_if<FieldErrors>(&failure.facts); errors && failure.detail.empty()) {
        failure.detail = words_for(type, errors->size());
    }
    if (type.status == 503) failure.headers.emplace_back("retry-after", "1");
    return std::unexpected(std::move(failure));
}

std::unexpected<Failure> fail(const ProblemType& type, FieldErrors errors) {
    std::string detail = words_for(type, errors.size());
    return std::unexpected(Failure{&type, std::move(detail), std::move(errors), {}, {}});
}

std::string problem_json(const Failure& failure, std::string_view trace_id, const Currency& currency) {
    const ProblemType& type = *failure.type;
    std::string text;
    JsonText out(text);
    out.begin_object();
    out.key("type"), out.text("/problems/" + std::string(type.name));
    out.key("title"), out.text(type.title);
    out.key("status"), out.number(type.status);
    out.key("detail"), out.text(failure.detail.empty() ? type.detail : std::string_view(failure.detail));
    out.key("instance"), out.text("urn:trace:" + std::string(trace_id));
    write_facts(out, failure.facts, currency);
    out.end_object();
    return text;
}

}  // namespace shop
