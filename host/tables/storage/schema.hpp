// A table as the operations see it, and the rules that keys and items must keep.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"
#include "host/tables/protocol/failure.hpp"
#include "host/tables/protocol/value.hpp"
#include "lib/time.hpp"

namespace vitrine::host::tables {

struct IndexSchema {
    std::int64_t id;  // names its SQLite table
    Index declared;
};

struct Schema {
    std::int64_t id;  // names its SQLite tables
    Table declared;
    std::string deployed;  // vitrine-local-products
    std::string resource;  // table.products
    std::string arn;
    std::string stream_label;
    Instant created;
    std::vector<IndexSchema> indexes;

    [[nodiscard]] std::string stream_arn() const { return arn + "/stream/" + stream_label; }
    // A key attribute of the table; indexes' do not count.
    [[nodiscard]] bool is_key(std::string_view attribute) const;
    // nullptr where there is none of that name.
    [[nodiscard]] const IndexSchema* index(std::string_view name) const;
};

// By deployed name.
using Schemas = std::map<std::string, Schema, std::less<>>;

// The key attributes of an item that is to be put.
[[nodiscard]] Result<Item> key_of_item(const Schema& schema, const Item& item);
// The key attributes of an item that is there.
[[nodiscard]] Item stored_key(const Schema& schema, const Item& item);
// That `key` holds the table's key and nothing else.
[[nodiscard]] Result<void> check_key(const Schema& schema, const Item& key);
// One key attribute's value: type, emptiness, length.
[[nodiscard]] Result<void> check_key_value(const KeyAttribute& attribute, const Value& value, bool is_sort);
// That the item is not too large, and fits the indexes that it belongs to.
[[nodiscard]] Result<void> check_item(const Schema& schema, const Item& item);
// The same of an item that an update made.
[[nodiscard]] Result<void> check_updated_item(const Schema& schema, const Item& item);

[[nodiscard]] std::string_view letter_of(AttributeType type);  // S N B
// S, N or B.
[[nodiscard]] bool has_type(const Value& value, AttributeType type);

}  // namespace vitrine::host::tables
