#include "services/store/dynamodb/attribute_value.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "lib/encoding.hpp"

namespace shop::aws {
namespace {

namespace json = boost::json;
using store::Value;

constexpr int deepest = 32;  // DynamoDB's own limit

struct Append {
    std::string& out;
    void operator()(std::nullptr_t) const { out += R"({"NULL":true})"; }
    void operator()(bool flag) const { out += flag ? R"({"BOOL":true})" : R"({"BOOL":false})"; }
    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(out), R"({{"N":"{}"}})", number); }
    void operator()(const std::string& text) const {
        out += R"({"S":)";
        vitrine::append_json_string(out, text);
        out += '}';
    }
    void operator()(const store::List& list) const {
        out += R"({"L":[)";
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0) out += ',';
            append_value(out, list[i]);
        }
        out += "]}";
    }
    void operator()(const store::Map& map) const {
        out += R"({"M":)";
        append_item(out, map);
        out += '}';
    }
};

// Each returns false where the JSON is not what it should be.
bool read_value(const json::value& from, Value& to, int depth);

bool read_number(const json::value& from, Value& to) {
    const json::string* text = from.if_string();
    std::int64_t number = 0;
    if (text == nullptr) return false;
    const auto [stop, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    to.v = number;
    return fault == std::errc{} && stop == text->data() + text->size();
}

bool read_list(const json::value& from, Value& to, int depth) {
    const json::array* array = from.if_array();
    if (array == nullptr) return false;
    store::List list(array->size());
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!read_value((*array)[i], list[i], depth + 1)) return false;
    to.v = std::move(list);
    return true;
}

bool read_map(const json::value& from, store::Map& to, int depth, std::string& wrong) {
    const json::object* object = from.if_object();
    if (object == nullptr) return false;
    for (const auto& member : *object) {
        Value& value = to[std::string(member.key())];
        if (read_value(member.value(), value, depth + 1)) continue;
        wrong = member.key();
        return false;
    }
    return true;
}

bool read_value(const json::value& from, Value& to, int depth) {
    const json::object* object = from.if_object();
    if (object == nullptr || object->size() != 1 || depth > deepest) return false;
    const auto& [type, content] = *object->begin();
    if (type == "S") {
        const json::string* text = content.if_string();
        if (text != nullptr) to.v = std::string(*text);
        return text != nullptr;
    }
    if (type == "N") return read_number(content, to);
    if (type == "BOOL") {
        const bool* flag = content.if_bool();
        if (flag != nullptr) to.v = *flag;
        return flag != nullptr;
    }
    if (type == "L") return read_list(content, to, depth);
    if (type == "M") {
        std::string wrong;
        to.v = store::Map{};
        return read_map(content, std::get<store::Map>(to.v), depth, wrong);
    }
    return type == "NULL";
}

}  // namespace

void append_value(std::string& out, const Value& value) {
    std::visit(Append{out}, value.v);
}

void append_item(std::string& out, const store::Item& item) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : item) {
        if (!std::exchange(first, false)) out += ',';
        vitrine::append_json_string(out, name);
        out += ':';
        append_value(out, value);
    }
    out += '}';
}

std::expected<store::Item, std::string> read_item(const json::value& from) {
    store::Item item;
    std::string wrong;
    if (!read_map(from, item, 0, wrong)) return std::unexpected("attribute '" + wrong + "' has a type unknown here");
    return item;
}

}  // namespace shop::aws
