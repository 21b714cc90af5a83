#include "host/tables/expressions/placeholders.hpp"

#include <algorithm>
#include <boost/json/object.hpp>

#include "host/tables/protocol/value_json.hpp"

namespace vitrine::host::tables {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

bool is_placeholder(std::string_view key, char mark) {
    return key.starts_with(mark) && is_word(key.substr(1));
}

constexpr std::size_t max_placeholder_length = 255;
constexpr std::size_t max_name_length = 65'535;
constexpr std::string_view too_long =
    " contains invalid key: The expression attribute map contains a key that is too long;";

std::unexpected<Failure> invalid_key(std::string_view member, std::string_view key) {
    return invalid(std::string(member) + " contains invalid key: Syntax error; key: \"" + std::string(key) + "\"");
}

template <typename Entries>
Result<void> check_used(const Entries& entries, std::string_view member) {
    std::string unused;
    for (const auto& [key, entry] : entries)
        if (!entry.used) unused += (unused.empty() ? "" : ", ") + key;
    if (unused.empty()) return {};
    return invalid("Value provided in " + std::string(member) + " unused in expressions: keys: {" + unused + "}");
}

}  // namespace

Result<Placeholders> Placeholders::read(const Members& request) {
    Placeholders out;
    if (const auto* names = request.find("ExpressionAttributeNames")) {
        const auto object = as_object(*names);
        if (!object) return std::unexpected(object.error());
        if ((*object)->empty()) return invalid("ExpressionAttributeNames must not be empty");
        for (const auto& [key, meaning] : **object) {
            const auto name = as_text(meaning);
            if (!name) return std::unexpected(name.error());
            if (key.size() > max_placeholder_length)
                return invalid("ExpressionAttributeNames" + std::string(too_long) +
                               " size of key: " + std::to_string(key.size()));
            if (!is_placeholder(key, '#')) return invalid_key("ExpressionAttributeNames", key);
            if (name->empty())
                return invalid("ExpressionAttributeNames contains invalid value: Empty attribute name for key " +
                               std::string(key));
            if (name->size() > max_name_length)
                return invalid(
                    "ExpressionAttributeNames contains invalid value: Attribute name is too large, must be less than "
                    "65536 bytes for key " +
                    std::string(key));
            out.names_.emplace(std::string(key), Entry<std::string>{std::string(*name)});
        }
    }
    if (const auto* values = request.find("ExpressionAttributeValues")) {
        const auto object = as_object(*values);
        if (!object) return std::unexpected(object.error());
        if ((*object)->empty()) return invalid("ExpressionAttributeValues must not be empty");
        for (const auto& [key, meaning] : **object) {
            if (key.size() > max_placeholder_length)
                return invalid("ExpressionAttributeValues" + std::string(too_long));
            if (!is_placeholder(key, ':')) return invalid_key("ExpressionAttributeValues", key);
            auto value = read_value(meaning);
            if (!value && value.error().fault == Fault::validation)
                return invalid("ExpressionAttributeValues contains invalid value: " + value.error().message +
                               " for key " + std::string(key));
            if (!value) return std::unexpected(std::move(value.error()));
            out.values_.emplace(std::string(key), Entry<Value>{std::move(*value)});
        }
    }
    return out;
}

const std::string* Placeholders::name(std::string_view placeholder) {
    const auto found = names_.find(placeholder);
    if (found == names_.end()) return nullptr;
    found->second.used = true;
    return &found->second.meaning;
}

const Value* Placeholders::value(std::string_view placeholder) {
    const auto found = values_.find(placeholder);
    if (found == values_.end()) return nullptr;
    found->second.used = true;
    return &found->second.meaning;
}

Result<void> Placeholders::check_all_used(bool any_expression, std::string_view absent) const {
    if (!any_expression && !names_.empty())
        return invalid("ExpressionAttributeNames can only be specified when using expressions");
    if (!any_expression && !values_.empty())
        return invalid("ExpressionAttributeValues can only be specified when using expressions" +
                       (absent.empty() ? "" : ": " + std::string(absent)));
    if (const auto checked = check_used(names_, "ExpressionAttributeNames"); !checked) return checked;
    return check_used(values_, "ExpressionAttributeValues");
}

}  // namespace vitrine::host::tables
