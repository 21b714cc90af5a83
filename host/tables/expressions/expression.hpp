// Expressions as values, once their text was parsed and their placeholders were put in.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "host/tables/protocol/value.hpp"

namespace vitrine::host::tables {

// Where in an item: a name, or a position in a list.
using Step = std::variant<std::string, std::size_t>;
using Path = std::vector<Step>;

// --- conditions: ConditionExpression, FilterExpression, KeyConditionExpression ---

struct SizeOf {
    Path path;
    bool operator==(const SizeOf&) const = default;
};
using Operand = std::variant<Path, Value, SizeOf>;

enum class Comparator { equal, not_equal, less, less_equal, greater, greater_equal };

struct Condition;
struct Compare {
    Operand left;
    Comparator how;
    Operand right;
};
struct Between {  // both ends belong to it
    Operand what, low, high;
};
struct In {
    Operand what;
    std::vector<Operand> among;
};
struct Exists {
    Path path;
    bool wanted;
};
struct HasType {
    Path path;
    std::string type;
};
struct BeginsWith {
    Operand what, prefix;
};
struct Contains {
    Operand what, member;
};
struct All {
    std::vector<Condition> of;
};
struct Any {
    std::vector<Condition> of;
};
struct Not {
    std::vector<Condition> of;  // one
};
struct Condition {
    std::variant<Compare, Between, In, Exists, HasType, BeginsWith, Contains, All, Any, Not> node;
};

// --- updates: UpdateExpression ---

struct Term;
struct IfNotExists {
    Path path;
    std::vector<Term> otherwise;  // one
};
struct ListAppend {
    std::vector<Term> lists;  // two
};
struct Sum {
    std::vector<Term> terms;  // two
    bool minus;
};
struct Term {
    std::variant<Path, Value, IfNotExists, ListAppend, Sum> node;
};

struct Assignment {
    Path path;
    Term value;
};
struct PathAndValue {
    Path path;
    Value value;
};
struct Update {
    std::vector<Assignment> set;
    std::vector<Path> remove;
    std::vector<PathAndValue> add;
    std::vector<PathAndValue> erase;  // DELETE: members of sets

    // Every path that is written.
    [[nodiscard]] std::vector<Path> targets() const;
};

using Projection = std::vector<Path>;

// [a, b, [1]]: the form that DynamoDB's messages use.
[[nodiscard]] std::string to_string(const Path& path);

}  // namespace vitrine::host::tables
