// DynamoDB's attribute values.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
#pragma once

#include <boost/container/flat_map.hpp>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/tables/protocol/number.hpp"

namespace vitrine::host::tables {

struct Value;

struct Null {
    bool operator==(const Null&) const = default;
};
struct Binary {
    std::string bytes;
    auto operator<=>(const Binary&) const = default;
};
using List = std::vector<Value>;
using Map = boost::container::flat_map<std::string, Value, std::less<>>;
using StringSet = std::set<std::string>;
using NumberSet = std::set<Number>;
using BinarySet = std::set<Binary>;

struct Value {
    std::variant<Null, bool, Number, std::string, Binary, List, Map, StringSet, NumberSet, BinarySet> v;

    template <typename T>
    [[nodiscard]] const T* as() const {
        return std::get_if<T>(&v);
    }
    template <typename T>
    [[nodiscard]] T* as() {
        return std::get_if<T>(&v);
    }
    bool operator==(const Value&) const = default;
};

using Item = Map;

// S, N, B, BOOL, NULL, L, M, SS, NS, BS
[[nodiscard]] std::string_view type_name(const Value& value);

// The order of two strings, numbers or binaries; nothing else has one, and no two of different types.
[[nodiscard]] std::partial_ordering order(const Value& a, const Value& b);

// What an expression's size() says: characters of a string, bytes of a binary, members of a collection.
[[nodiscard]] std::optional<std::size_t> count_of(const Value& value);

// Bytes as DynamoDB counts them against the 400 KB of an item.
[[nodiscard]] std::size_t size_of(const Value& value);
// Names count with their values.
[[nodiscard]] std::size_t size_of(const Item& item);

}  // namespace vitrine::host::tables
