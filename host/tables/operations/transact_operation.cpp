// TransactWriteItems: every action is judged before any is applied; all happen or none. With one writer no two
// transactions ever meet, so TransactionConflict is never among the reasons.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "host/tables/operations/item_write.hpp"
#include "host/tables/storage/tokens.hpp"
#include "lib/crypto.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::tables {
namespace {

namespace json = boost::json;

constexpr std::size_t max_actions = 100;
constexpr std::size_t max_token_length = 36;
constexpr std::size_t max_transaction_bytes = 4 * 1024 * 1024;

struct Form {
    std::string_view member;
    ItemWrite::Kind kind;
    std::string_view action;
};
constexpr std::array<Form, 4> forms{{{"Put", ItemWrite::Kind::put, "dynamodb:PutItem"},
                                     {"Update", ItemWrite::Kind::update, "dynamodb:UpdateItem"},
                                     {"Delete", ItemWrite::Kind::erase, "dynamodb:DeleteItem"},
                                     {"ConditionCheck", ItemWrite::Kind::check, "dynamodb:ConditionCheckItem"}}};

Result<ItemWrite> action_of(const Caller& caller, const json::value& from) {
    const auto entry = Members::of(from);
    if (!entry) return std::unexpected(entry.error());
    const Form* chosen = nullptr;
    for (const Form& form : forms) {
        if (entry->find(form.member) == nullptr) continue;
        if (chosen != nullptr) return invalid("TransactItems can only contain one of Check, Put, Update or Delete");
        chosen = &form;
    }
    if (chosen == nullptr)
        return invalid("Invalid Request: TransactWriteRequest should contain Delete or Put or Update request");
    const auto members = Members::of(*entry->find(chosen->member));
    if (!members) return std::unexpected(members.error());
    for (const std::string_view must : {"ConditionExpression", "UpdateExpression"})
        if ((chosen->kind == ItemWrite::Kind::check && must == "ConditionExpression") ||
            (chosen->kind == ItemWrite::Kind::update && must == "UpdateExpression"))
            if (const auto present = members->required(must); !present) return std::unexpected(present.error());
    return item_write(caller, *members, chosen->kind, chosen->action);
}

Result<std::vector<ItemWrite>> actions_of(const Caller& caller, const json::value& items) {
    const auto list = as_array(items);
    if (!list) return std::unexpected(list.error());
    if ((*list)->empty() || (*list)->size() > max_actions)
        return invalid(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have "
            "length between 1 and 100");
    std::vector<ItemWrite> actions;
    std::set<std::pair<const Schema*, std::string>> seen;
    std::size_t size = 0;
    for (const json::value& entry : **list) {
        auto action = action_of(caller, entry);
        if (!action) return std::unexpected(std::move(action.error()));
        if (!seen.emplace(action->schema, action->encoded_key).second)
            return invalid("Transaction request cannot include multiple operations on one item");
        size += size_of(action->item);
        actions.push_back(std::move(*action));
    }
    if (size > max_transaction_bytes) return invalid("Aggregate size of items in the transaction cannot exceed 4 MB");
    return actions;
}

// Members in order, so that a resend by another path of the same client is known again.
void write_canonical(std::string& out, const json::value& value) {
    if (const auto* object = value.if_object()) {
        std::vector<std::pair<std::string_view, const json::value*>> members;
        for (const auto& [name, member] : *object)
            members.emplace_back(std::string_view(name.data(), name.size()), &member);
        std::ranges::sort(members);
        out += '{';
        for (const auto& [name, member] : members) {
            append_json_string(out, name);
            write_canonical(out, *member);
        }
        out += '}';
    } else if (const auto* array = value.if_array()) {
        out += '[';
        for (const json::value& element : *array) write_canonical(out, element);
        out += ']';
    } else {
        out += json::serialize(value);
    }
}

Result<std::optional<RequestToken>> token_of(const Members& request, const json::value& items) {
    const auto text = request.text("ClientRequestToken");
    if (!text) return std::unexpected(text.error());
    if (!*text) return std::nullopt;
    if ((*text)->empty() || (*text)->size() > max_token_length)
        return invalid(
            "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have "
            "length between 1 and 36");
    std::string canonical;
    write_canonical(canonical, items);
    const Digest digest = sha256(canonical);
    return RequestToken{std::string(**text), std::string(digest.begin(), digest.end())};
}

// One entry of CancellationReasons.
std::string reason(const Failure* failure) {
    if (failure == nullptr) return R"({"Code":"None"})";
    std::string out = R"({"Code":)";
    append_json_string(out, reason_code(failure->fault));
    out += R"(,"Message":)";
    append_json_string(out, failure->message);
    if (!failure->members.empty()) out += ',' + failure->members;
    return out + '}';
}

Failure cancelled(const std::vector<Result<PlannedWrite>>& all) {
    std::string codes;
    std::string reasons;
    for (const auto& planned : all) {
        const Failure* failure = planned ? nullptr : &planned.error();
        codes += codes.empty() ? "" : ", ";
        codes += failure == nullptr ? "None" : reason_code(failure->fault);
        reasons += (reasons.empty() ? "" : ",") + reason(failure);
    }
    return {Fault::transaction_cancelled,
            "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + ']',
            R"("CancellationReasons":[)" + reasons + ']'};
}

Result<std::string> carry_out(WriteSession& session, const std::vector<ItemWrite>& actions) {
    std::vector<Result<PlannedWrite>> all;
    for (const ItemWrite& action : actions) all.push_back(plan_write(session, action));
    if (std::ranges::any_of(all, [](const auto& planned) { return !planned; })) return std::unexpected(cancelled(all));
    for (std::size_t i = 0; i < actions.size(); ++i) apply(session, actions[i], *all[i]);
    return "{}";
}

}  // namespace

Result<Work> transact_write_items(const Caller& caller, const Members& request) {
    const auto items = request.required("TransactItems");
    if (!items) return std::unexpected(items.error());
    auto actions = actions_of(caller, **items);
    if (!actions) return std::unexpected(std::move(actions.error()));
    auto token = token_of(request, **items);
    if (!token) return std::unexpected(std::move(token.error()));
    return [actions = std::move(*actions), token = std::move(*token)](WriteSession& session) -> Result<std::string> {
        if (token) {
            const auto use = earlier_use(session, *token);
            if (use == TokenUse::same_request) return "{}";
            if (use == TokenUse::other_request)
                return failed(
                    Fault::token_mismatch,
                    "Request parameters do not match those of an earlier request with this ClientRequestToken");
        }
        auto answer = carry_out(session, actions);
        if (answer && token) remember(session, *token);
        return answer;
    };
}

}  // namespace vitrine::host::tables
