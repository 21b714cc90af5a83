// GetItem, BatchGetItem, TransactGetItems.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "host/tables/operations/request.hpp"
#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_batch_keys = 100;
constexpr std::size_t max_transact_gets = 100;
constexpr std::size_t max_batch_bytes = 16 * 1024 * 1024;

// Placeholders and projection of one table's part of a request; every placeholder must be used.
Result<std::optional<Projection>> only_projection(const Members& part) {
    auto placeholders = Placeholders::read(part);
    if (!placeholders) return std::unexpected(std::move(placeholders.error()));
    auto projection = projection_member(part, *placeholders);
    if (!projection) return projection;
    if (auto used = placeholders->check_all_used(projection->has_value(), ""); !used)
        return std::unexpected(std::move(used.error()));
    return projection;
}

struct BatchOfTable {
    const Schema* schema;
    std::optional<Projection> projection;
    std::vector<Item> keys;
    std::vector<std::string> encoded;
    std::string options;  // what else was said of the table, to be repeated with keys left over
};

Result<BatchOfTable> batch_of_table(const Caller& caller, std::string_view name, const Members& part) {
    const auto schema = caller.table(name, "dynamodb:BatchGetItem");
    if (!schema) return std::unexpected(schema.error());
    auto projection = only_projection(part);
    if (!projection) return std::unexpected(std::move(projection.error()));
    const auto keys = part.required("Keys");
    if (!keys) return std::unexpected(keys.error());
    const auto list = as_array(**keys);
    if (!list) return std::unexpected(list.error());
    BatchOfTable out{*schema, std::move(*projection), {}, {}, {}};
    for (const auto& [member, value] : part.object())
        if (member != "Keys") out.options += ",\"" + std::string(member) + "\":" + boost::json::serialize(value);
    std::set<std::string> seen;
    for (const auto& json : **list) {
        auto key = read_item(json);
        if (!key) return std::unexpected(std::move(key.error()));
        if (auto checked = check_key(**schema, *key); !checked) return std::unexpected(std::move(checked.error()));
        out.encoded.push_back(item_key(**schema, *key));
        out.keys.push_back(std::move(*key));
        if (!seen.insert(out.encoded.back()).second) return invalid("Provided list of item keys contains duplicates");
    }
    return out;
}

Result<std::vector<BatchOfTable>> batch_of(const Caller& caller, const Members& request) {
    const auto json = request.required("RequestItems");
    if (!json) return std::unexpected(json.error());
    const auto tables = as_object(**json);
    if (!tables) return std::unexpected(tables.error());
    std::vector<BatchOfTable> batches;
    std::size_t keys = 0;
    for (const auto& [name, part] : **tables) {
        const auto members = Members::of(part);
        if (!members) return std::unexpected(members.error());
        auto batch = batch_of_table(caller, name, *members);
        if (!batch) return std::unexpected(std::move(batch.error()));
        keys += batch->keys.size();
        batches.push_back(std::move(*batch));
    }
    if (keys == 0)
        return invalid(
            "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Member must have "
            "length greater than or equal to 1");
    if (keys > max_batch_keys) return invalid("Too many items requested for the BatchGetItem call");
    return batches;
}

// What one table gives, and the keys that did not fit in the answer any more.
struct BatchPage {
    std::string items;
    std::string left;
};

Result<BatchPage> gather(const BatchOfTable& batch, Storage& storage, std::size_t& room) {
    BatchPage out;
    for (std::size_t i = 0; i < batch.keys.size(); ++i) {
        const auto stored = storage.get(*batch.schema, batch.encoded[i]);
        if (!stored) continue;
        if (stored->text.size() > room) {
            room = 0;
            if (!out.left.empty()) out.left += ',';
            write_item(out.left, batch.keys[i]);
            continue;
        }
        room -= stored->text.size();
        auto text = shown(stored->text, batch.projection);
        if (!text) return std::unexpected(std::move(text.error()));
        if (!out.items.empty()) out.items += ',';
        out.items += *text;
    }
    return out;
}

struct GetRequest {
    const Schema* schema;
    std::string key;
    std::optional<Projection> projection;
};

Result<GetRequest> read_get_request(const Caller& caller, const boost::json::value& json) {
    const auto entry = Members::of(json);
    if (!entry) return std::unexpected(entry.error());
    const auto get = entry->required("Get");
    if (!get) return std::unexpected(get.error());
    const auto members = Members::of(**get);
    if (!members) return std::unexpected(members.error());
    const auto schema = caller.table(*members, "dynamodb:GetItem");
    if (!schema) return std::unexpected(schema.error());
    const auto key = key_member(**schema, *members, "Key");
    if (!key) return std::unexpected(key.error());
    auto projection = only_projection(*members);
    if (!projection) return std::unexpected(std::move(projection.error()));
    return GetRequest{*schema, item_key(**schema, *key), std::move(*projection)};
}

}  // namespace

Result<std::string> get_item(const Caller& caller, const Members& request, Storage& storage) {
    const auto schema = caller.table(request, "dynamodb:GetItem");
    if (!schema) return std::unexpected(schema.error());
    const auto key = key_member(**schema, request, "Key");
    if (!key) return std::unexpected(key.error());
    const auto projection = only_projection(request);
    if (!projection) return std::unexpected(projection.error());
    const auto stored = storage.get(**schema, item_key(**schema, *key));
    if (!stored) return "{}";
    auto text = shown(stored->text, *projection);
    if (!text) return text;
    return R"({"Item":)" + *text + '}';
}

Result<std::string> batch_get_item(const Caller& caller, const Members& request, Storage& storage) {
    const auto batches = batch_of(caller, request);
    if (!batches) return std::unexpected(batches.error());
    std::string responses;
    std::string left;
    std::size_t room = max_batch_bytes;
    for (const BatchOfTable& batch : *batches) {
        const auto gathered = gather(batch, storage, room);
        if (!gathered) return std::unexpected(gathered.error());
        if (!responses.empty()) responses += ',';
        append_json_string(responses, batch.schema->deployed);
        responses += ":[" + gathered->items + ']';
        if (gathered->left.empty()) continue;
        if (!left.empty()) left += ',';
        append_json_string(left, batch.schema->deployed);
        left += R"(:{"Keys":[)" + gathered->left + ']' + batch.options + '}';
    }
    return R"({"Responses":{)" + responses + R"(},"UnprocessedKeys":{)" + left + "}}";
}

Result<std::string> transact_get_items(const Caller& caller, const Members& request, Storage& storage) {
    const auto json = request.required("TransactItems");
    if (!json) return std::unexpected(json.error());
    const auto list = as_array(**json);
    if (!list) return std::unexpected(list.error());
    if ((*list)->empty() || (*list)->size() > max_transact_gets)
        return invalid(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have "
            "length between 1 and 100");
    std::vector<GetRequest> all;
    std::set<std::pair<const Schema*, std::string>> seen;
    for (const auto& entry : **list) {
        auto one = read_get_request(caller, entry);
        if (!one) return std::unexpected(std::move(one.error()));
        if (!seen.emplace(one->schema, one->key).second)
            return invalid("Transaction request cannot include multiple operations on one item");
        all.push_back(std::move(*one));
    }
    storage.database().execute("BEGIN");
    std::string out = R"({"Responses":[)";
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) out += ',';
        const auto stored = storage.get(*all[i].schema, all[i].key);
        const auto text = stored ? shown(stored->text, all[i].projection) : Result<std::string>("");
        out += text && !text->empty() ? R"({"Item":)" + *text + '}' : "{}";
    }
    storage.database().execute("COMMIT");
    return out + "]}";
}

}  // namespace vitrine::host::tables
