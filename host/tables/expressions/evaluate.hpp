// Conditions judged on an item; an item that is not there is one without attributes.
#pragma once

#include "host/tables/expressions/expression.hpp"

namespace vitrine::host::tables {

// What an operator cannot compare is no error: the comparison is false (<> is true).
[[nodiscard]] bool matches(const Condition& condition, const Item& item);

}  // namespace vitrine::host::tables
