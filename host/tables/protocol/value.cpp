#include "host/tables/protocol/value.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <numeric>

#include "lib/overloaded.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::size_t collection_overhead = 3;
constexpr std::size_t element_overhead = 1;

}  // namespace

std::string_view type_name(const Value& value) {
    constexpr std::array<std::string_view, 10> names{"NULL", "BOOL", "N", "S", "B", "L", "M", "SS", "NS", "BS"};
    static_assert(std::variant_size_v<decltype(Value::v)> == names.size());
    return names[value.v.index()];
}

std::partial_ordering order(const Value& a, const Value& b) {
    if (const auto* x = a.as<Number>())
        if (const auto* y = b.as<Number>()) return *x <=> *y;
    if (const auto* x = a.as<std::string>())
        if (const auto* y = b.as<std::string>()) return *x <=> *y;
    if (const auto* x = a.as<Binary>())
        if (const auto* y = b.as<Binary>()) return x->bytes <=> y->bytes;
    return std::partial_ordering::unordered;
}

std::optional<std::size_t> count_of(const Value& value) {
    if (const auto* text = value.as<std::string>())
        return static_cast<std::size_t>(
            std::ranges::count_if(*text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
    if (const auto* binary = value.as<Binary>()) return binary->bytes.size();
    if (const auto* list = value.as<List>()) return list->size();
    if (const auto* map = value.as<Map>()) return map->size();
    if (const auto* set = value.as<StringSet>()) return set->size();
    if (const auto* set = value.as<NumberSet>()) return set->size();
    if (const auto* set = value.as<BinarySet>()) return set->size();
    return std::nullopt;
}

std::size_t size_of(const Value& value) {
    return std::visit(
        Overloaded{
            [](const Null&) { return std::size_t{1}; },
            [](bool) { return std::size_t{1}; },
            [](const Number& n) { return n.size(); },
            [](const std::string& s) { return s.size(); },
            [](const Binary& b) { return b.bytes.size(); },
            [](const List& list) {
                std::size_t size = collection_overhead;
                for (const Value& element : list) size += size_of(element) + element_overhead;
                return size;
            },
            [](const Map& map) { return collection_overhead + map.size() * element_overhead + size_of(map); },
            [](const StringSet& set) {
                std::size_t size = 0;
                for (const auto& s : set) size += s.size();
                return size;
            },
            [](const NumberSet& set) {
                std::size_t size = 0;
                for (const auto& n : set) size += n.size();
                return size;
            },
            [](const BinarySet& set) {
                std::size_t size = 0;
                for (const auto& b : set) size += b.bytes.size();
                return size;
            },
        },
        value.v);
}

std::size_t size_of(const Item& item) {
    std::size_t size = 0;
    for (const auto& [name, value] : item) size += name.size() + size_of(value);
    return size;
}

}  // namespace vitrine::host::tables
