// KeyConditionExpression: one partition, and a range of its sort keys.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
#pragma once

#include <optional>
#include <string>

#include "host/tables/expressions/expression.hpp"
#include "host/tables/protocol/failure.hpp"
#include "host/tables/storage/schema.hpp"

namespace vitrine::host::tables {

// Keys of keys.hpp: from `low` to before `high`.
struct KeyBounds {
    std::string low;
    std::string high;
    std::string partition;  // what all keys of the partition start with
};

// `partition` and `sort` are the table's or the index's.
[[nodiscard]] Result<KeyBounds> key_bounds(const Condition& condition, const KeyAttribute& partition,
                                           const std::optional<KeyAttribute>& sort);

}  // namespace vitrine::host::tables
