// Attribute values as they stand on the wire and in storage: DynamoDB-JSON, `{"S":"x"}`.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "host/tables/protocol/value.hpp"

namespace vitrine::host::tables {

// Reads and checks what a caller sent.
[[nodiscard]] Result<Value> read_value(const boost::json::value& json);
// An object of attribute values: an item, a key, expression attribute values.
[[nodiscard]] Result<Item> read_item(const boost::json::value& json);

// Numbers in canonical form, names in order: equal items, equal texts.
void write_value(std::string& out, const Value& value);
void write_item(std::string& out, const Item& item);
// The text that storage keeps.
[[nodiscard]] std::string item_text(const Item& item);

// Reads what item_text wrote.
[[nodiscard]] Result<Item> stored_item(std::string_view text);

}  // namespace vitrine::host::tables
