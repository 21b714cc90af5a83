// An update carried out on an item in memory.
#pragma once

#include "host/tables/expressions/expression.hpp"
#include "host/tables/protocol/failure.hpp"

namespace vitrine::host::tables {

// The item as it is after the update. Every operand is read from the item as it was.
[[nodiscard]] Result<Item> updated(const Item& item, const Update& update);

}  // namespace vitrine::host::tables
