// ExpressionAttributeNames and ExpressionAttributeValues of one request, shared by all its expressions.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "host/tables/protocol/request_json.hpp"
#include "host/tables/protocol/value.hpp"

namespace vitrine::host::tables {

class Placeholders {
public:
    // Of one request; ValidationException for a malformed name, value or placeholder.
    [[nodiscard]] static Result<Placeholders> read(const Members& request);

    // nullptr where `placeholder` (#n, :v) is not defined. What was asked for counts as used.
    [[nodiscard]] const std::string* name(std::string_view placeholder);
    // nullptr for one that is not defined. Counts as used.
    [[nodiscard]] const Value* value(std::string_view placeholder);

    // Every placeholder must be used by some expression, and there must be one where there are placeholders. `absent`
    // names the expressions that an operation could have had: "ConditionExpression is null"; empty: no values in it.
    [[nodiscard]] Result<void> check_all_used(bool any_expression, std::string_view absent) const;

private:
    template <typename T>
    struct Entry {
        T meaning;
        bool used = false;
    };
    std::map<std::string, Entry<std::string>, std::less<>> names_;
    std::map<std::string, Entry<Value>, std::less<>> values_;
};

}  // namespace vitrine::host::tables
