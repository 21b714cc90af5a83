#include "host/cli/remote_tables.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <future>
#include <map>

namespace vitrine::host {

namespace {

namespace json = boost::json;

std::string_view type_name(AttributeType type) {
    return type == AttributeType::string ? "S" : type == AttributeType::number ? "N" : "B";
}

// A key's schema; its attributes are noted.
json::array key_schema(const KeyAttribute& partition, const std::optional<KeyAttribute>& sort,
                       std::map<std::string, AttributeType>& attributes) {
    json::array schema{json::object{{"AttributeName", partition.name}, {"KeyType", "HASH"}}};
    attributes.emplace(partition.name, partition.type);
    if (sort) {
        schema.push_back(json::object{{"AttributeName", sort->name}, {"KeyType", "RANGE"}});
        attributes.emplace(sort->name, sort->type);
    }
    return schema;
}

json::object projection(const Index& index) {
    if (index.projection == "all") return {{"ProjectionType", "ALL"}};
    if (index.projection == "keys") return {{"ProjectionType", "KEYS_ONLY"}};
    return {{"ProjectionType", "INCLUDE"},
            {"NonKeyAttributes", json::array(index.included.begin(), index.included.end())}};
}

TableAnswer wait_for(const Execute& execute, std::string_view operation, std::string body) {
    std::promise<TableAnswer> promise;
    execute(operation, std::move(body), [&](TableAnswer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

Result<void> set_ttl(const std::string& deployed, const std::string& attribute, const Execute& execute) {
    const json::object request{{"TableName", deployed},
                               {"TimeToLiveSpecification", {{"Enabled", true}, {"AttributeName", attribute}}}};
    const TableAnswer answer = wait_for(execute, "UpdateTimeToLive", json::serialize(request));
    if (answer.status == 200) return {};
    return problem(fmt::format("the TTL of table {} cannot be set: {}", deployed, answer.body));
}

}  // namespace

std::string create_table_request(const App& app, const Table& table) {
    std::map<std::string, AttributeType> attributes;
    json::object request{{"TableName", deployed_name(app, table.name)},
                         {"BillingMode", "PAY_PER_REQUEST"},
                         {"KeySchema", key_schema(table.partition, table.sort, attributes)}};
    json::array indexes;
    for (const Index& index : table.indexes) {
        indexes.push_back(json::object{{"IndexName", index.name},
                                       {"KeySchema", key_schema(index.partition, index.sort, attributes)},
                                       {"Projection", projection(index)}});
    }
    if (!indexes.empty()) request["GlobalSecondaryIndexes"] = std::move(indexes);
    json::array definitions;
    for (const auto& [name, type] : attributes) {
        definitions.push_back(json::object{{"AttributeName", name}, {"AttributeType", type_name(type)}});
    }
    request["AttributeDefinitions"] = std::move(definitions);
    if (table.stream != StreamView::none) {
        request["StreamSpecification"] = {{"StreamEnabled", true}, {"StreamViewType", view_type(table.stream)}};
    }
    return json::serialize(request);
}

Result<bool> create_tables(const App& app, const Execute& execute) {
    bool fresh = true;
    for (const auto& [name, table] : app.tables) {
        const TableAnswer answer = wait_for(execute, "CreateTable", create_table_request(app, table));
        if (answer.body.find("ResourceInUseException") != std::string::npos) {
            fresh = false;
            continue;
        }
        if (answer.status != 200) return problem(fmt::format("table {} cannot be made: {}", name, answer.body));
        if (!table.ttl) continue;
        if (auto set = set_ttl(deployed_name(app, name), *table.ttl, execute); !set)
            return std::unexpected(set.error());
    }
    return fresh;
}

}  // namespace vitrine::host
