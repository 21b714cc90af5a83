// PutItem, UpdateItem, DeleteItem, BatchWriteItem.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>

#include "host/tables/operations/item_write.hpp"
#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_batch_writes = 25;

Result<Work> single(const Caller& caller, const Members& request, ItemWrite::Kind kind, std::string_view action) {
    auto write = item_write(caller, request, kind, action);
    if (!write) return std::unexpected(std::move(write.error()));
    return [write = std::move(*write)](WriteSession& session) -> Result<std::string> {
        auto planned = plan_write(session, write);
        if (!planned) return std::unexpected(std::move(planned.error()));
        apply(session, write, *planned);
        return answer_of(write, *planned);
    };
}

Result<ItemWrite> batch_entry(const Schema& schema, const boost::json::value& json) {
    const auto entry = Members::of(json);
    if (!entry) return std::unexpected(entry.error());
    const auto* put = entry->find("PutRequest");
    const auto* erase = entry->find("DeleteRequest");
    if ((put == nullptr) == (erase == nullptr))
        return invalid(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
            "datatypes");
    const auto members = Members::of(put != nullptr ? *put : *erase);
    if (!members) return std::unexpected(members.error());
    ItemWrite write{.kind = put != nullptr ? ItemWrite::Kind::put : ItemWrite::Kind::erase,
                    .schema = &schema,
                    .key = {},
                    .encoded_key = {},
                    .item = {},
                    .update = {},
                    .condition = {}};
    if (put == nullptr) {
        auto key = key_member(schema, *members, "Key");
        if (!key) return std::unexpected(std::move(key.error()));
        write.key = std::move(*key);
    } else {
        const auto item_json = members->required("Item");
        if (!item_json) return std::unexpected(item_json.error());
        auto item = read_item(**item_json);
        if (!item) return std::unexpected(std::move(item.error()));
        auto key = key_of_item(schema, *item);
        if (!key) return std::unexpected(std::move(key.error()));
        if (auto checked = check_item(schema, *item); !checked) return std::unexpected(std::move(checked.error()));
        write.key = std::move(*key);
        write.item = std::move(*item);
    }
    write.encoded_key = item_key(schema, write.key);
    return write;
}

Result<std::vector<ItemWrite>> batch_entries(const Caller& caller, const Members& request) {
    const auto json = request.required("RequestItems");
    if (!json) return std::unexpected(json.error());
    const auto tables = as_object(**json);
    if (!tables) return std::unexpected(tables.error());
    std::vector<ItemWrite> writes;
    std::set<std::pair<const Schema*, std::string>> seen;
    for (const auto& [name, list_json] : **tables) {
        const auto schema = caller.table(name, "dynamodb:BatchWriteItem");
        if (!schema) return std::unexpected(schema.error());
        const auto list = as_array(list_json);
        if (!list) return std::unexpected(list.error());
        for (const auto& entry : **list) {
            auto write = batch_entry(**schema, entry);
            if (!write) return std::unexpected(std::move(write.error()));
            if (!seen.emplace(*schema, write->encoded_key).second)
                return invalid("Provided list of item keys contains duplicates");
            writes.push_back(std::move(*write));
        }
    }
    if (writes.empty())
        return invalid(
            "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Member must have "
            "length greater than or equal to 1");
    if (writes.size() > max_batch_writes) return invalid("Too many items requested for the BatchWriteItem call");
    return writes;
}

}  // namespace

Result<Work> put_item(const Caller& caller, const Members& request) {
    return single(caller, request, ItemWrite::Kind::put, "dynamodb:PutItem");
}

Result<Work> update_item(const Caller& caller, const Members& request) {
    return single(caller, request, ItemWrite::Kind::update, "dynamodb:UpdateItem");
}

Result<Work> delete_item(const Caller& caller, const Members& request) {
    return single(caller, request, ItemWrite::Kind::erase, "dynamodb:DeleteItem");
}

Result<Work> batch_write_item(const Caller& caller, const Members& request) {
    auto writes = batch_entries(caller, request);
    if (!writes) return std::unexpected(std::move(writes.error()));
    return [writes = std::move(*writes)](WriteSession& session) -> Result<std::string> {
        for (const ItemWrite& write : writes)
            if (const auto planned = plan_write(session, write)) apply(session, write, *planned);
        return R"({"UnprocessedItems":{}})";
    };
}

}  // namespace vitrine::host::tables
