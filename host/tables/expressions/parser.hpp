// From an expression's text to its value. Failures are DynamoDB's: "Invalid FilterExpression: Syntax error; ...".
#pragma once

#include <string_view>

#include "host/tables/expressions/expression.hpp"
#include "host/tables/expressions/placeholders.hpp"
#include "host/tables/protocol/failure.hpp"

namespace vitrine::host::tables {

// `member` is the request's member that the text stands in: ConditionExpression, FilterExpression, ...
[[nodiscard]] Result<Condition> parse_condition(std::string_view text, std::string_view member, Placeholders& with);
// UpdateExpression: SET, REMOVE, ADD and DELETE, each at most once; paths must not overlap.
[[nodiscard]] Result<Update> parse_update(std::string_view text, Placeholders& with);
// ProjectionExpression: paths that must not overlap.
[[nodiscard]] Result<Projection> parse_projection(std::string_view text, Placeholders& with);

}  // namespace vitrine::host::tables
