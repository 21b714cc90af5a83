// What conditions and updates mean for an item, as DynamoDB reads them.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#pragma once

#include <expected>
#include <string>

#include "services/store/store.hpp"

namespace shop::store {

// nullptr where nothing is at the path.
[[nodiscard]] const Value* find(const Item& item, const Path& path);

// An absent item is an empty one. Values of different types are unequal and in no order.
[[nodiscard]] bool holds(const Condition& condition, const Item& item);

// All changes read the item as it was. An error where a change is in something that is not there, or adds to what is no
// number or no list, the text names the attribute; and where paths overlap.
[[nodiscard]] std::expected<Item, std::string> updated(const Item& item, const Update& update);

}  // namespace shop::store
