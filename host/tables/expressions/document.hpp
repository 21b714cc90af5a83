// Reading and narrowing items by paths.
#pragma once

#include "host/tables/expressions/expression.hpp"
#include "host/tables/protocol/value.hpp"

namespace vitrine::host::tables {

// nullptr where the item has nothing at that path.
[[nodiscard]] const Value* find(const Item& item, const Path& path);
[[nodiscard]] Value* find(Item& item, const Path& path);

// The item with nothing but what stands at the paths; chosen elements of a list close ranks.
[[nodiscard]] Item project(const Item& item, const Projection& paths);

}  // namespace vitrine::host::tables
