// What the caller of an operation may do.
#pragma once

#include <functional>
#include <string_view>

namespace vitrine::host {

// Is this action (dynamodb:PutItem) on this resource (table.products) granted? Asked for every table an operation
// touches.
using Authorize = std::function<bool(std::string_view action, std::string_view resource)>;

}  // namespace vitrine::host
