#include "host/tables/operations/request.hpp"

#include <algorithm>
#include <array>

#include "host/tables/expressions/document.hpp"
#include "host/tables/expressions/parser.hpp"
#include "host/tables/protocol/value_json.hpp"

namespace vitrine::host::tables {
namespace {

// Superseded by expressions in 2014, and not offered here.
constexpr std::array<std::string_view, 7> legacy{"AttributesToGet",    "AttributeUpdates", "Expected",
                                                 "KeyConditions",      "QueryFilter",      "ScanFilter",
                                                 "ConditionalOperator"};

// arn:aws:dynamodb:REGION:ACCOUNT:table/NAME may stand for NAME.
std::string_view bare_name(std::string_view table) {
    const std::size_t slash = table.starts_with("arn:") ? table.find(":table/") : table.npos;
    return slash == table.npos ? table : table.substr(slash + 7);
}

}  // namespace

Result<const Schema*> Caller::table(std::string_view deployed, std::string_view action) const {
    const auto found = schemas.find(bare_name(deployed));
    if (found == schemas.end()) return failed(Fault::resource_not_found, "Requested resource not found");
    const Schema& schema = found->second;
    if (!allowed(action, schema.resource))
        return failed(Fault::access_denied, "The caller is not authorized to perform: " + std::string(action) +
                                                " on resource: " + schema.arn +
                                                " because no identity-based policy allows the " + std::string(action) +
                                                " action");
    return &schema;
}

Result<const Schema*> Caller::table(const Members& request, std::string_view action) const {
    const auto named = request.required("TableName");
    if (!named) return std::unexpected(named.error());
    const auto name = as_text(**named);
    if (!name) return std::unexpected(name.error());
    const auto found = table(*name, action);
    if (!found) return found;
    for (const std::string_view parameter : legacy)
        if (request.find(parameter) != nullptr)
            return invalid("The legacy parameter " + std::string(parameter) +
                           " is not offered here; use an expression");
    return found;
}

Result<Item> key_member(const Schema& schema, const Members& request, std::string_view name) {
    const auto json = request.required(name);
    if (!json) return std::unexpected(json.error());
    auto key = read_item(**json);
    if (!key) return key;
    if (auto checked = check_key(schema, *key); !checked) return std::unexpected(std::move(checked.error()));
    return key;
}

Result<std::optional<Condition>> condition_member(const Members& request, std::string_view name, Placeholders& with) {
    const auto text = request.text(name);
    if (!text) return std::unexpected(text.error());
    if (!*text) return std::nullopt;
    auto condition = parse_condition(**text, name, with);
    if (!condition) return std::unexpected(std::move(condition.error()));
    return std::move(*condition);
}

Result<std::optional<Projection>> projection_member(const Members& request, Placeholders& with) {
    const auto text = request.text("ProjectionExpression");
    if (!text) return std::unexpected(text.error());
    if (!*text) return std::nullopt;
    auto projection = parse_projection(**text, with);
    if (!projection) return std::unexpected(std::move(projection.error()));
    return std::move(*projection);
}

Result<std::string> shown(const std::string& stored, const std::optional<Projection>& projection) {
    if (!projection) return stored;
    const auto item = stored_item(stored);
    if (!item) return std::unexpected(item.error());
    return item_text(project(*item, *projection));
}

}  // namespace vitrine::host::tables
