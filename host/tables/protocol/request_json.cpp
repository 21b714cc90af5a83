#include "host/tables/protocol/request_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>

namespace vitrine::host::tables {
namespace {

namespace json = boost::json;

std::string_view kind_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::bool_:
            return value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE";
        case json::kind::int64:
        case json::kind::uint64:
            return "NUMBER_VALUE";
        case json::kind::double_:
            return "DECIMAL_VALUE";
        case json::kind::string:
            return "STRING_VALUE";
        case json::kind::array:
            return "START_ARRAY";
        case json::kind::object:
            return "START_OBJECT";
        case json::kind::null:
            break;
    }
    return "NULL_VALUE";
}

std::unexpected<Failure> cannot_be(const json::value& value, std::string_view type) {
    if (value.is_structured())
        return failed(Fault::serialization, value.is_object() ? "Start of structure or map found where not expected."
                                                              : "Start of list found where not expected");
    return failed(Fault::serialization, std::string(kind_of(value)) + " can not be converted to " + std::string(type));
}

std::string lower_camel(std::string_view name) {
    std::string out(name);
    if (!out.empty() && out.front() >= 'A' && out.front() <= 'Z') out.front() = static_cast<char>(out.front() + 32);
    return out;
}

}  // namespace

JsonText::JsonText(std::string_view text) : memory_(first_.data(), first_.size()) {
    json::parse_options options;
    options.max_depth = max_json_depth;
    boost::system::error_code error;
    value_.emplace(json::parse({text.data(), text.size()}, error, &memory_, options));
    if (error) value_.reset();
}

Result<std::string_view> as_text(const json::value& from) {
    if (const auto* text = from.if_string()) return std::string_view(text->data(), text->size());
    return cannot_be(from, "String");
}

Result<bool> as_flag(const json::value& from) {
    if (const auto* flag = from.if_bool()) return *flag;
    return cannot_be(from, "Boolean");
}

Result<std::int64_t> as_integer(const json::value& from) {
    if (const auto* number = from.if_int64()) return *number;
    return cannot_be(from, "Integer");
}

Result<const json::array*> as_array(const json::value& from) {
    if (const auto* array = from.if_array()) return array;
    return failed(Fault::serialization, "Unexpected field type: a list was expected");
}

Result<const json::object*> as_object(const json::value& from) {
    if (const auto* object = from.if_object()) return object;
    return failed(Fault::serialization, "Unexpected field type: a structure or map was expected");
}

Result<Members> Members::of(const json::value& from) {
    const auto object = as_object(from);
    if (!object) return std::unexpected(object.error());
    return Members(**object);
}

const json::value* Members::find(std::string_view name) const {
    const json::value* found = object_->if_contains({name.data(), name.size()});
    return found != nullptr && found->is_null() ? nullptr : found;
}

Result<std::optional<std::string_view>> Members::text(std::string_view name) const {
    const json::value* found = find(name);
    if (found == nullptr) return std::nullopt;
    auto text = as_text(*found);
    if (!text) return std::unexpected(std::move(text.error()));
    return *text;
}

Result<bool> Members::flag(std::string_view name, bool otherwise) const {
    const json::value* found = find(name);
    return found == nullptr ? Result<bool>(otherwise) : as_flag(*found);
}

Result<std::optional<std::int64_t>> Members::integer(std::string_view name) const {
    const json::value* found = find(name);
    if (found == nullptr) return std::nullopt;
    auto number = as_integer(*found);
    if (!number) return std::unexpected(std::move(number.error()));
    return *number;
}

Result<const json::value*> Members::required(std::string_view name) const {
    if (const json::value* found = find(name)) return found;
    return invalid("1 validation error detected: Value null at '" + lower_camel(name) +
                   "' failed to satisfy constraint: Member must not be null");
}

}  // namespace vitrine::host::tables
