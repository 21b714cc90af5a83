#include "host/tables/protocol/value_json.hpp"

#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "host/tables/protocol/request_json.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host::tables {
namespace {

namespace json = boost::json;

// What a caller may send; what is stored already is read whatever its names are.
struct Bounds {
    int levels = 32;
    std::size_t max_name_length = 65'535;

    [[nodiscard]] Bounds deeper() const { return {levels - 1, max_name_length}; }
};
constexpr Bounds of_what_is_stored{.max_name_length = std::numeric_limits<std::size_t>::max()};

Result<Value> read(const json::value& from, Bounds bounds);

template <typename T>
Result<Value> wrap(Result<T>&& from) {
    if (!from) return std::unexpected(std::move(from.error()));
    return Value{std::move(*from)};
}

Result<Binary> read_binary(const json::value& from) {
    const auto text = as_text(from);
    if (!text) return std::unexpected(text.error());
    auto bytes = from_base64(*text);
    if (!bytes) return failed(Fault::serialization, "Invalid Base64 encoding of a binary value");
    return Binary{std::move(*bytes)};
}

Result<Number> read_number(const json::value& from) {
    const auto text = as_text(from);
    if (!text) return std::unexpected(text.error());
    return Number::parse(*text);
}

Result<std::string> read_string(const json::value& from) {
    const auto text = as_text(from);
    if (!text) return std::unexpected(text.error());
    return std::string(*text);
}

Result<Value> read_null(const json::value& from) {
    const auto flag = as_flag(from);
    if (!flag) return std::unexpected(flag.error());
    if (!*flag)
        return invalid(
            "One or more parameter values were invalid: Null attribute value types must have the value of true");
    return Value{Null{}};
}

Result<Value> read_bool(const json::value& from) {
    return wrap(as_flag(from));
}

// [a, b]
std::string listed(const json::array& members) {
    std::string out = "[";
    for (const json::value& member : members) {
        const auto text = as_text(member);
        if (out.size() > 1) out += ", ";
        out += text ? *text : "";
    }
    return out + ']';
}

template <typename T, Result<T> (*element)(const json::value&)>
Result<Value> read_set(const json::value& from, std::string_view kind) {
    const auto array = as_array(from);
    if (!array) return std::unexpected(array.error());
    if ((*array)->empty())
        return invalid("One or more parameter values were invalid: An " + std::string(kind) + " set  may not be empty");
    std::set<T> set;
    for (const json::value& member : **array) {
        auto value = element(member);
        if (!value) return std::unexpected(std::move(value.error()));
        if (!set.insert(std::move(*value)).second)
            return invalid("One or more parameter values were invalid: Input collection " + listed(**array) +
                           " contains duplicates.");
    }
    return Value{std::move(set)};
}

Result<Value> read_list(const json::value& from, Bounds bounds) {
    const auto array = as_array(from);
    if (!array) return std::unexpected(array.error());
    List list;
    list.reserve((*array)->size());
    for (const json::value& element : **array) {
        auto value = read(element, bounds.deeper());
        if (!value) return value;
        list.push_back(std::move(*value));
    }
    return Value{std::move(list)};
}

Result<Map> read_map(const json::value& from, Bounds bounds) {
    const auto object = as_object(from);
    if (!object) return std::unexpected(object.error());
    Map map;
    map.reserve((*object)->size());
    for (const auto& [name, member] : **object) {
        if (name.size() > bounds.max_name_length)
            return invalid("Attribute name is too large, must be less than 65536 bytes");
        auto value = read(member, bounds);
        if (!value) return std::unexpected(std::move(value.error()));
        map.insert_or_assign(map.end(), std::string(name), std::move(*value));
    }
    return map;
}

Result<Value> read(const json::value& from, Bounds bounds) {
    if (bounds.levels == 0)
        return invalid(
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported "
            "limit");
    const auto object = as_object(from);
    if (!object) return std::unexpected(object.error());
    if ((*object)->empty())
        return invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    if ((*object)->size() > 1)
        return invalid(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
            "datatypes");
    const auto& [type, value] = *(*object)->begin();
    if (type == "S") return wrap(read_string(value));
    if (type == "N") return wrap(read_number(value));
    if (type == "M") return wrap(read_map(value, bounds.deeper()));
    if (type == "L") return read_list(value, bounds);
    if (type == "BOOL") return read_bool(value);
    if (type == "NULL") return read_null(value);
    if (type == "B") return wrap(read_binary(value));
    if (type == "SS") return read_set<std::string, read_string>(value, "string");
    if (type == "NS") return read_set<Number, read_number>(value, "number");
    if (type == "BS") return read_set<Binary, read_binary>(value, "binary");
    return invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

std::string base64_of(const Binary& binary) {
    return base64(bytes_of(binary.bytes));
}

// ["a","b"]
template <typename Set, typename Text>
void write_set(std::string& out, const Set& set, Text text) {
    out += '[';
    for (bool first = true; const auto& member : set) {
        if (!std::exchange(first, false)) out += ',';
        append_json_string(out, text(member));
    }
    out += ']';
}

struct Writer {
    std::string& out;

    void operator()(const Null&) const { out += "true"; }
    void operator()(bool flag) const { out += flag ? "true" : "false"; }
    void operator()(const Number& number) const {
        out += '"';
        out += number.text();
        out += '"';
    }
    void operator()(const std::string& text) const { append_json_string(out, text); }
    void operator()(const Binary& binary) const {
        out += '"';
        out += base64_of(binary);
        out += '"';
    }
    void operator()(const List& list) const {
        out += '[';
        for (bool first = true; const Value& element : list) {
            if (!std::exchange(first, false)) out += ',';
            write_value(out, element);
        }
        out += ']';
    }
    void operator()(const Map& map) const { write_item(out, map); }
    void operator()(const StringSet& set) const {
        write_set(out, set, [](const std::string& s) { return s; });
    }
    void operator()(const NumberSet& set) const {
        write_set(out, set, [](const Number& n) { return n.text(); });
    }
    void operator()(const BinarySet& set) const { write_set(out, set, base64_of); }
};

}  // namespace

Result<Value> read_value(const json::value& from) {
    return read(from, {});
}

Result<Item> read_item(const json::value& from) {
    return read_map(from, {});
}

void write_value(std::string& out, const Value& value) {
    out += "{\"";
    out += type_name(value);
    out += "\":";
    std::visit(Writer{out}, value.v);
    out += '}';
}

void write_item(std::string& out, const Item& item) {
    out += '{';
    for (bool first = true; const auto& [name, value] : item) {
        if (!std::exchange(first, false)) out += ',';
        append_json_string(out, name);
        out += ':';
        write_value(out, value);
    }
    out += '}';
}

std::string item_text(const Item& item) {
    std::string out;
    write_item(out, item);
    return out;
}

Result<Item> stored_item(std::string_view text) {
    const JsonText json(text);
    if (!json.value()) return failed(Fault::internal, "A stored item cannot be read");
    return read_map(*json.value(), of_what_is_stored);
}

}  // namespace vitrine::host::tables
