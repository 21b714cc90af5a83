// Why a use case did not do what it was asked. Status and title of each: services/http/problem.cpp.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "services/shop/ids.hpp"
#include "services/shop/money.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

enum class Refusal {
    not_found,
    product_exists,
    stock_changed,
    basket_closed,
    basket_changed,
    basket_full,
    basket_empty,
    insufficient_stock,
    unpaid_limit,
    price_changed,
    order_not_cancellable,
    payment_declined,
    hold_expired,
    order_not_payable,
    payment_in_progress,
    transition_forbidden,
    feed_gone,
    precondition_failed,
    invalid_content,
    idempotency_key_reused,
    unavailable,  // a deadline or a quota of retries is spent: try again
    internal,     // a fault of the shop itself, not of the caller
};

struct FieldError {
    std::string pointer;  // JSON Pointer (RFC 6901) into what was sent
    std::string detail;
};
using FieldErrors = std::vector<FieldError>;

struct StockNow {
    std::int64_t available = 0;
};
struct ShortLine {
    ProductId product;
    std::int64_t wanted = 0;
    std::int64_t available = 0;
};
using ShortLines = std::vector<ShortLine>;
struct ChangedPrice {
    ProductId product;
    Money from;
    Money to;
};
struct StateNow {
    std::string_view name;  // of an order's state, as the API calls it
};
struct PriceRise {
    Money total;
    std::vector<ChangedPrice> lines;
};

// What the caller gets besides words: members of the problem document (docs/api.md).
using Facts = std::variant<std::monostate, FieldErrors, StockNow, ShortLines, PriceRise, StateNow>;

struct Error {
    Refusal refusal;
    std::string detail;  // for people: what they can do; empty: the refusal's usual words
    Facts facts;
    std::string cause;  // for the log alone
};

// Besides the refusals that a declaration names, whatever reads or writes may return what `failed` makes of the store's
// error: `unavailable` or `internal`.
template <typename T>
using Outcome = std::expected<T, Error>;

// For what the caller did; `cause` stays empty.
[[nodiscard]] inline std::unexpected<Error> refuse(Refusal refusal, std::string detail = {}, Facts facts = {}) {
    return std::unexpected(Error{refusal, std::move(detail), std::move(facts), {}});
}

// An error of the store as one for the caller: `unavailable` where trying again may help, else `internal`. Failed
// conditions are for the use cases to judge; here they are bugs. An item that cannot be read is `internal`.
[[nodiscard]] std::unexpected<Error> failed(const store::Error& error);
[[nodiscard]] std::unexpected<Error> failed(const store::ItemFault& fault, std::string_view table);
// `unavailable`: a use case met one conflict after the other and gave up. `what` is for the log.
[[nodiscard]] std::unexpected<Error> contended(std::string_view what);

}  // namespace shop
