// One write of one item, as PutItem, UpdateItem, DeleteItem and the actions of a transaction have it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "host/tables/expressions/expression.hpp"
#include "host/tables/operations/request.hpp"
#include "host/tables/storage/write_session.hpp"

namespace vitrine::host::tables {

enum class ReturnValues { none, all_old, updated_old, all_new, updated_new };

struct ItemWrite {
    enum class Kind { put, update, erase, check };
    Kind kind;
    const Schema* schema;
    Item key;
    std::string encoded_key;
    Item item;  // put
    Update update;
    std::optional<Condition> condition;
    bool show_on_failure = false;  // ReturnValuesOnConditionCheckFailure: ALL_OLD
    ReturnValues returns = ReturnValues::none;
};

// Reads the members that all four have; `action` is what the caller must be granted.
[[nodiscard]] Result<ItemWrite> item_write(const Caller& caller, const Members& request, ItemWrite::Kind kind,
                                           std::string_view action);

// What a write comes to, before anything of it is written.
struct PlannedWrite {
    Found found;
    std::optional<Item> after;  // nullopt: gone
};
// Writes nothing: evaluates the condition and the update on the item as it is in this group.
[[nodiscard]] Result<PlannedWrite> plan_write(WriteSession& session, const ItemWrite& write);
void apply(WriteSession& session, const ItemWrite& write, const PlannedWrite& planned);

// `{}` or `{"Attributes":{...}}`
[[nodiscard]] std::string answer_of(const ItemWrite& write, const PlannedWrite& planned);

}  // namespace vitrine::host::tables
