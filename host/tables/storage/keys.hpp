// Keys as bytes that SQLite's order of blobs sorts as DynamoDB sorts items: by a hash of the partition key, then by the
// partition key, then by the sort key.
//   hash (4 bytes, big-endian)  length of the partition key (2 bytes)  partition key  sort key, self-terminated
// An entry of an index is the same of the index's key attributes, followed by the item's own key.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "host/tables/storage/schema.hpp"

namespace vitrine::host::tables {

// All keys of one partition start with this.
[[nodiscard]] std::string partition_prefix(const Value& partition);
// A sort key's bytes; no sort key's bytes are the start of another's.
[[nodiscard]] std::string sort_bytes(const Value& sort);
// What the bytes of all strings or binaries that begin with this one start with.
[[nodiscard]] std::string sort_prefix(const Value& beginning);

// The item has the table's key attributes, of their types.
[[nodiscard]] std::string item_key(const Schema& schema, const Item& item);
// nullopt where the item lacks one of the index's key attributes: it is not in the index.
[[nodiscard]] std::optional<std::string> index_key(const Index& index, const Item& item, std::string_view item_key);

// The first of all byte strings that come after everything that starts with `prefix`.
[[nodiscard]] std::string after_all(std::string prefix);
// The first byte string after this one.
[[nodiscard]] std::string just_after(std::string key);

// Where a part of the space of hashes begins, of `total` parts of one size; part == total is beyond every key.
[[nodiscard]] std::string segment_start(std::uint64_t part, std::uint64_t total);
// The stream's shard that an item's changes go to.
[[nodiscard]] unsigned shard_of(std::string_view item_key);

}  // namespace vitrine::host::tables
