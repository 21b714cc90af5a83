#include "services/store/dynamodb/dynamodb_answers.hpp"

#include <algorithm>

#include "services/store/dynamodb/attribute_value.hpp"

namespace shop::aws::answers {
namespace {

namespace json = boost::json;
using store::Error;
using store::Fault;
using store::Reason;

struct Known {
    std::string_view name;
    Fault fault;
    bool retry;
};

constexpr Known known_errors[] = {
    {"ConditionalCheckFailedException", Fault::condition_failed, false},
    {"TransactionCanceledException", Fault::cancelled, false},
    {"TransactionConflictException", Fault::conflict, true},
    {"TransactionInProgressException", Fault::conflict, true},
    {"ReplicatedWriteConflictException", Fault::conflict, true},
    {"IdempotentParameterMismatchException", Fault::token_reused, false},
    {"ProvisionedThroughputExceededException", Fault::throttled, true},
    {"ThrottlingException", Fault::throttled, true},
    {"RequestLimitExceeded", Fault::throttled, true},
    {"AccessDeniedException", Fault::denied, false},
    {"UnrecognizedClientException", Fault::denied, false},
    {"InvalidSignatureException", Fault::denied, false},
    {"IncompleteSignatureException", Fault::denied, false},
    {"MissingAuthenticationTokenException", Fault::denied, false},
    {"ExpiredTokenException", Fault::denied, false},
};

struct KnownReason {
    std::string_view code;
    Reason::Kind kind;
};

constexpr KnownReason known_reasons[] = {
    {"None", Reason::Kind::none},
    {"ConditionalCheckFailed", Reason::Kind::condition_failed},
    {"TransactionConflict", Reason::Kind::conflict},
    {"ThrottlingError", Reason::Kind::throttled},
    {"ProvisionedThroughputExceeded", Reason::Kind::throttled},
};

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view{};
}

std::vector<Reason> reasons_of(const json::object& object) {
    std::vector<Reason> reasons;
    const json::value* list = object.if_contains("CancellationReasons");
    if (list == nullptr || !list->is_array()) return reasons;
    for (const json::value& one : list->get_array()) {
        if (!one.is_object()) continue;
        const auto* found = std::ranges::find(known_reasons, text_of(one.get_object(), "Code"), &KnownReason::code);
        Reason& reason = reasons.emplace_back();
        reason.kind = found == std::end(known_reasons) ? Reason::Kind::other : found->kind;
        if (auto current = item(one, "Item")) reason.current = *std::move(current);
    }
    return reasons;
}

bool any_is(const std::vector<Reason>& reasons, Reason::Kind kind) {
    return std::ranges::find(reasons, kind, &Reason::kind) != reasons.end();
}

// A transaction that failed on nothing but others' haste is none that was judged: it is tried again.
void judge_cancellation(Failure& failure, const json::object& object) {
    failure.error.reasons = reasons_of(object);
    const auto& reasons = failure.error.reasons;
    if (any_is(reasons, Reason::Kind::condition_failed) || any_is(reasons, Reason::Kind::other)) return;
    const bool conflict = any_is(reasons, Reason::Kind::conflict);
    if (!conflict && !any_is(reasons, Reason::Kind::throttled)) return;
    failure.error.fault = conflict ? Fault::conflict : Fault::throttled;
    failure.retry = true;
}

Failure failure_of(const HttpAnswer& answer) {
    Failure failure{{Fault::invalid, "status " + std::to_string(answer.status), {}, {}}};
    const auto document = JsonDocument::parse(answer.body);
    const json::object* object = document ? document->root().if_object() : nullptr;
    std::string_view type = object ? text_of(*object, "__type") : std::string_view{};
    type.remove_prefix(type.find('#') == type.npos ? 0 : type.find('#') + 1);
    if (!type.empty()) failure.error.detail += ", " + std::string(type);
    const auto* known = std::ranges::find(known_errors, type, &Known::name);
    if (known != std::end(known_errors)) {
        failure.error.fault = known->fault;
        failure.retry = known->retry;
    } else if (answer.status >= 500 || answer.status == 429) {
        failure.error.fault = answer.status == 429 ? Fault::throttled : Fault::unavailable;
        failure.retry = true;
        failure.doubtful = answer.status >= 500;
    }
    if (object == nullptr) return failure;
    // A message names attributes and expressions, never values.
    if (failure.error.fault == Fault::invalid || failure.error.fault == Fault::denied)
        failure.error.detail.append(": ").append(text_of(*object, object->contains("message") ? "message" : "Message"));
    if (failure.error.fault == Fault::cancelled) judge_cancellation(failure, *object);
    if (failure.error.fault == Fault::condition_failed)
        if (auto current = item(document->root(), "Item")) failure.error.current = *std::move(current);
    return failure;
}

Failure failure_of(const HttpError& error) {
    const Fault fault = error.kind == HttpError::Kind::timed_out ? Fault::timed_out : Fault::unavailable;
    return {{fault, error.detail, {}, {}}, true, error.sent};
}

}  // namespace

std::expected<JsonDocument, Failure> read(const HttpResult& result) {
    if (!result) return std::unexpected(failure_of(result.error()));
    if (result->status != 200) return std::unexpected(failure_of(*result));
    auto document = JsonDocument::parse(result->body);
    if (document && document->root().is_object()) return *std::move(document);
    return std::unexpected(Failure{{Fault::unavailable, "the answer is no JSON object", {}, {}}, true, true});
}

store::Result<std::optional<store::Item>> item(const json::value& answer, std::string_view member) {
    const json::value* found = answer.get_object().if_contains(member);
    if (found == nullptr) return std::nullopt;
    auto read = read_item(*found);
    if (!read) return std::unexpected(Error{Fault::invalid, read.error(), {}, {}});
    return *std::move(read);
}

store::Result<store::Page> page(const json::value& answer) {
    store::Page page;
    const json::value* items = answer.get_object().if_contains("Items");
    if (items != nullptr && items->is_array()) {
        page.items.reserve(items->get_array().size());
        for (const json::value& one : items->get_array()) {
            auto read = read_item(one);
            if (!read) return std::unexpected(Error{Fault::invalid, read.error(), {}, {}});
            page.items.push_back(*std::move(read));
        }
    }
    auto next = item(answer, "LastEvaluatedKey");
    if (!next) return std::unexpected(next.error());
    page.next = *std::move(next);
    return page;
}

}  // namespace shop::aws::answers
