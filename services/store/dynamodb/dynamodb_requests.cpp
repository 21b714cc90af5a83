#include "services/store/dynamodb/dynamodb_requests.hpp"

#include <algorithm>
#include <map>

#include "lib/encoding.hpp"
#include "services/store/dynamodb/attribute_value.hpp"
#include "services/store/dynamodb/expression.hpp"

namespace shop::aws::requests {
namespace {

using vitrine::append_json_string;

constexpr std::string_view op_attribute = "op";

std::string begun(std::string_view table) {
    std::string out;
    out.reserve(1024);
    out += R"({"TableName":)";
    append_json_string(out, table);
    return out;
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(out, text);
}

void append_item(std::string& out, std::string_view name, const store::Item& item) {
    out += ",\"";
    out += name;
    out += "\":";
    aws::append_item(out, item);
}

void append_consistent(std::string& out, store::Read read) {
    if (read == store::Read::consistent) out += R"(,"ConsistentRead":true)";
}

// A failed condition brings the item along: who has to explain it need not read again.
void append_condition(std::string& out, Expressions& expressions, const std::optional<store::Condition>& condition) {
    if (!condition) return;
    append_text(out, "ConditionExpression", expressions.condition(*condition));
    out += R"(,"ReturnValuesOnConditionCheckFailure":"ALL_OLD")";
}

std::optional<store::Value> op_of(const store::Item& item) {
    const auto found = item.find(op_attribute);
    return found == item.end() ? std::nullopt : std::optional(found->second);
}

std::optional<store::Value> op_of(const store::Update& update) {
    for (const auto& change : update)
        if (const auto* set = std::get_if<store::Set>(&change); set && set->path == store::Path("op"))
            return set->value;
    return std::nullopt;
}

// Where the item has this op already the write must not happen again.
std::optional<store::Condition> guarded(const std::optional<store::Condition>& condition,
                                        const std::optional<store::Value>& op) {
    if (!op) return condition;
    store::Condition not_yet =
        store::any({store::not_exists("op"), store::compares("op", store::Compare::not_equal, *op)});
    if (!condition) return not_yet;
    return store::all({std::move(not_yet), *condition});
}

bool only_sets(const store::Update& update) {
    return std::ranges::all_of(update, [](const store::Change& change) {
        return std::holds_alternative<store::Set>(change) || std::holds_alternative<store::Remove>(change);
    });
}

std::string body_of(const store::Put& put, const std::optional<store::Condition>& condition) {
    Expressions expressions;
    std::string out = begun(put.table);
    append_item(out, "Item", put.item);
    append_condition(out, expressions, condition);
    expressions.append_placeholders(out);
    return out;
}

std::string body_of(const store::Modify& modify, const std::optional<store::Condition>& condition) {
    Expressions expressions;
    std::string out = begun(modify.table);
    append_item(out, "Key", modify.key);
    append_text(out, "UpdateExpression", expressions.update(modify.update));
    append_condition(out, expressions, condition);
    expressions.append_placeholders(out);
    return out;
}

template <typename Keyed>  // Delete, Check
std::string body_of(const Keyed& keyed, const std::optional<store::Condition>& condition) {
    Expressions expressions;
    std::string out = begun(keyed.table);
    append_item(out, "Key", keyed.key);
    append_condition(out, expressions, condition);
    expressions.append_placeholders(out);
    return out;
}

std::string_view verb_of(const store::Action& action) {
    constexpr std::string_view verbs[] = {"Put", "Update", "Delete", "ConditionCheck"};
    return verbs[action.index()];
}

}  // namespace

Call get(const store::GetRequest& request, store::Read read) {
    std::string out = begun(request.table);
    append_item(out, "Key", request.key);
    append_consistent(out, read);
    return {"GetItem", out + '}'};
}

Call get_all(std::span<const store::GetRequest* const> requests, store::Read read) {
    std::map<std::string_view, std::string> keys;  // by table
    for (const auto* request : requests) {
        std::string& list = keys[request->table];
        if (!list.empty()) list += ',';
        aws::append_item(list, request->key);
    }
    std::string out = R"({"RequestItems":{)";
    for (const auto& [table, list] : keys) {
        if (out.back() == '}') out += ',';
        append_json_string(out, table);
        out += R"(:{"Keys":[)" + list + ']';
        append_consistent(out, read);
        out += '}';
    }
    return {"BatchGetItem", out + "}}"};
}

Call put(const store::Put& put) {
    auto op = op_of(put.item);
    std::string body = body_of(put, guarded(put.condition, op)) + '}';
    return {"PutItem", std::move(body), true, op.has_value() || !put.condition, std::move(op)};
}

Call modify(const store::Modify& modify) {
    auto op = op_of(modify.update);
    std::string body = body_of(modify, guarded(modify.condition, op)) + R"(,"ReturnValues":"ALL_NEW"})";
    const bool repeatable = op.has_value() || (!modify.condition && only_sets(modify.update));
    return {"UpdateItem", std::move(body), true, repeatable, std::move(op)};
}

Call remove(const store::Delete& remove) {
    return {"DeleteItem", body_of(remove, remove.condition) + '}', true, !remove.condition};
}

Call query(const store::Query& query) {
    Expressions expressions;
    std::string out = begun(query.table);
    if (query.index) append_text(out, "IndexName", *query.index);
    append_text(out, "KeyConditionExpression", expressions.key_condition(query));
    if (!query.forward) out += R"(,"ScanIndexForward":false)";
    if (query.limit) out += R"(,"Limit":)" + std::to_string(*query.limit);
    if (query.start) append_item(out, "ExclusiveStartKey", *query.start);
    append_consistent(out, query.read);
    expressions.append_placeholders(out);
    return {"Query", out + '}'};
}

Call scan(const store::Scan& scan) {
    std::string out = begun(scan.table);
    if (scan.segments > 1)
        out += R"(,"Segment":)" + std::to_string(scan.segment) + R"(,"TotalSegments":)" + std::to_string(scan.segments);
    if (scan.limit) out += R"(,"Limit":)" + std::to_string(*scan.limit);
    if (scan.start) append_item(out, "ExclusiveStartKey", *scan.start);
    append_consistent(out, scan.read);
    return {"Scan", out + '}'};
}

Call transact(const std::vector<store::Action>& actions, std::string_view token) {
    std::string out = R"({"TransactItems":[)";
    for (const store::Action& action : actions) {
        if (out.back() != '[') out += ',';
        out += "{\"";
        out += verb_of(action);
        out += "\":";
        out += std::visit([](const auto& one) { return body_of(one, one.condition); }, action);
        out += "}}";
    }
    out += ']';
    append_text(out, "ClientRequestToken", token);
    return {"TransactWriteItems", out + '}', true};
}

}  // namespace shop::aws::requests
