// DescribeTable and ListTables.
#include <fmt/format.h>

#include <map>

#include "host/tables/operations/request.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::int64_t max_names = 100;

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string key_schema(const KeyAttribute& partition, const std::optional<KeyAttribute>& sort) {
    std::string out = R"([{"AttributeName":)" + json_string(partition.name) + R"(,"KeyType":"HASH"})";
    if (sort) out += R"(,{"AttributeName":)" + json_string(sort->name) + R"(,"KeyType":"RANGE"})";
    return out + ']';
}

std::string attribute_definitions(const Schema& schema) {
    std::map<std::string, AttributeType> types;
    const auto add = [&](const KeyAttribute& partition, const std::optional<KeyAttribute>& sort) {
        types.emplace(partition.name, partition.type);
        if (sort) types.emplace(sort->name, sort->type);
    };
    add(schema.declared.partition, schema.declared.sort);
    for (const IndexSchema& index : schema.indexes) add(index.declared.partition, index.declared.sort);
    std::string out;
    for (const auto& [name, type] : types)
        out += fmt::format(R"({}{{"AttributeName":{},"AttributeType":"{}"}})", out.empty() ? "" : ",",
                           json_string(name), letter_of(type));
    return '[' + out + ']';
}

std::string projection(const Index& index) {
    if (index.projection == "all") return R"({"ProjectionType":"ALL"})";
    if (index.included.empty()) return R"({"ProjectionType":"KEYS_ONLY"})";
    std::string names;
    for (const std::string& name : index.included) names += (names.empty() ? "" : ",") + json_string(name);
    return R"({"ProjectionType":"INCLUDE","NonKeyAttributes":[)" + names + "]}";
}

std::string indexes(const Schema& schema) {
    std::string out;
    for (const auto& [id, index] : schema.indexes)
        out += fmt::format(
            R"({}{{"IndexName":{},"IndexStatus":"ACTIVE","KeySchema":{},"Projection":{},"IndexArn":"{}/index/{}"}})",
            out.empty() ? "" : ",", json_string(index.name), key_schema(index.partition, index.sort), projection(index),
            schema.arn, index.name);
    return out;
}

}  // namespace

Result<std::string> describe_table(const Caller& caller, const Members& request, Storage& storage) {
    const auto found = caller.table(request, "dynamodb:DescribeTable");
    if (!found) return std::unexpected(found.error());
    const Schema& schema = **found;
    std::string out = fmt::format(
        R"({{"Table":{{"TableName":{},"TableStatus":"ACTIVE","TableArn":"{}","CreationDateTime":{}.{:03},"ItemCount":{},)"
        R"("KeySchema":{},"AttributeDefinitions":{},"BillingModeSummary":{{"BillingMode":"PAY_PER_REQUEST"}})",
        json_string(schema.deployed), schema.arn, epoch_seconds(schema.created),
        schema.created.time_since_epoch().count() % 1000, storage.count(schema),
        key_schema(schema.declared.partition, schema.declared.sort), attribute_definitions(schema));
    if (!schema.indexes.empty()) out += R"(,"GlobalSecondaryIndexes":[)" + indexes(schema) + ']';
    if (schema.declared.stream != StreamView::none)
        out += fmt::format(
            R"(,"StreamSpecification":{{"StreamEnabled":true,"StreamViewType":"{}"}},"LatestStreamArn":"{}","LatestStreamLabel":"{}")",
            view_type(schema.declared.stream), schema.stream_arn(), schema.stream_label);
    return out + "}}";
}

Result<std::string> list_tables(const Caller& caller, const Members& request, Storage&) {
    if (!caller.allowed("dynamodb:ListTables", "*"))
        return failed(Fault::access_denied,
                      "The caller is not authorized to perform: dynamodb:ListTables on resource: *");
    const auto limit = request.integer("Limit");
    const auto start = request.text("ExclusiveStartTableName");
    if (!limit) return std::unexpected(limit.error());
    if (!start) return std::unexpected(start.error());
    if (limit->value_or(1) < 1 || limit->value_or(1) > max_names)
        return invalid(
            "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value "
            "between 1 and 100");
    std::int64_t left = limit->value_or(max_names);
    std::string names;
    std::string last;
    auto at = *start ? caller.schemas.upper_bound(**start) : caller.schemas.begin();
    for (; at != caller.schemas.end() && left > 0; ++at, --left) {
        last = json_string(at->first);
        names += (names.empty() ? "" : ",") + last;
    }
    std::string out = R"({"TableNames":[)" + names + ']';
    if (at != caller.schemas.end()) out += R"(,"LastEvaluatedTableName":)" + last;
    return out + '}';
}

}  // namespace vitrine::host::tables
