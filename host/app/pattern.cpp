#include "host/app/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cctype>
#include <optional>

namespace vitrine::host {

namespace {

namespace json = boost::json;
using Complaint = std::optional<std::string>;

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool compares(std::string_view sign, double left, double right) {
    if (sign == "=") return left == right;
    if (sign == "<") return left < right;
    if (sign == "<=") return left <= right;
    if (sign == ">") return left > right;
    return left >= right;
}

bool within(const json::array& conditions, double number) {
    for (std::size_t i = 0; i + 1 < conditions.size(); i += 2) {
        if (!compares(conditions[i].get_string(), number, conditions[i + 1].to_number<double>())) return false;
    }
    return true;
}

bool anything_but(const json::value& unwanted, const json::value& found) {
    if (const auto* list = unwanted.if_array()) return std::ranges::find(*list, found) == list->end();
    if (const auto* prefixed = unwanted.if_object()) {
        return !found.is_string() || !found.get_string().starts_with(prefixed->at("prefix").get_string());
    }
    return unwanted != found;
}

// One comparison with a value that is there and is no list.
bool comparison_holds(const json::value& comparison, const json::value& found) {
    const auto* object = comparison.if_object();
    if (!object) {
        if (comparison.is_number() && found.is_number())
            return comparison.to_number<double>() == found.to_number<double>();
        return comparison == found;
    }
    const auto& [name, operand] = *object->begin();
    if (name == "exists") return operand.get_bool();
    if (name == "anything-but") return anything_but(operand, found);
    if (name == "numeric") return found.is_number() && within(operand.get_array(), found.to_number<double>());
    if (!found.is_string()) return false;
    const std::string_view text = found.get_string();
    const std::string_view wanted = operand.get_string();
    if (name == "prefix") return text.starts_with(wanted);
    if (name == "suffix") return text.ends_with(wanted);
    return equal_ignoring_case(text, wanted);
}

bool absence_matches(const json::array& comparisons) {
    return std::ranges::any_of(comparisons, [](const json::value& comparison) {
        const auto* object = comparison.if_object();
        return object && object->contains("exists") && !object->at("exists").get_bool();
    });
}

bool leaf_matches(const json::array& comparisons, const json::value* found) {
    if (!found) return absence_matches(comparisons);
    const auto any_holds = [&](const json::value& value) {
        return std::ranges::any_of(comparisons, [&](const json::value& c) { return comparison_holds(c, value); });
    };
    if (const auto* list = found->if_array()) return std::ranges::any_of(*list, any_holds);
    return any_holds(*found);
}

bool object_matches(const json::object& pattern, const json::object* event) {
    return std::ranges::all_of(pattern, [&](const auto& field) {
        if (field.key() == "$or") {
            return std::ranges::any_of(field.value().get_array(), [&](const json::value& alternative) {
                return object_matches(alternative.get_object(), event);
            });
        }
        const json::value* found = event ? event->if_contains(field.key()) : nullptr;
        if (const auto* nested = field.value().if_object()) {
            return object_matches(*nested, found ? found->if_object() : nullptr);
        }
        return leaf_matches(field.value().get_array(), found);
    });
}

Complaint check_numeric(const json::value& operand) {
    const auto* conditions = operand.if_array();
    const bool sized = conditions && (conditions->size() == 2 || conditions->size() == 4);
    if (!sized) return "'numeric' takes [\"<\", 10] or [\">\", 0, \"<=\", 10]";
    for (std::size_t i = 0; i < conditions->size(); i += 2) {
        const auto* sign = (*conditions)[i].if_string();
        if (!sign || (*sign != "=" && *sign != "<" && *sign != "<=" && *sign != ">" && *sign != ">=")) {
            return "'numeric' compares by =, <, <=, > or >=";
        }
        if (!(*conditions)[i + 1].is_number()) return "'numeric' compares with numbers";
    }
    return std::nullopt;
}

Complaint check_anything_but(const json::value& operand) {
    if (const auto* object = operand.if_object()) {
        const auto* prefix = object->size() == 1 ? object->if_contains("prefix") : nullptr;
        if (!prefix || !prefix->is_string()) return "'anything-but' takes values or {\"prefix\": text}";
    }
    return std::nullopt;
}

Complaint check_comparison(const json::value& comparison) {
    if (comparison.is_array()) return "a comparison cannot be a list";
    const auto* object = comparison.if_object();
    if (!object) return std::nullopt;
    if (object->size() != 1) return "a comparison has exactly one name";
    const auto& [name, operand] = *object->begin();
    if (name == "exists") return operand.is_bool() ? Complaint{} : "'exists' takes true or false";
    if (name == "numeric") return check_numeric(operand);
    if (name == "anything-but") return check_anything_but(operand);
    if (name == "prefix" || name == "suffix" || name == "equals-ignore-case") {
        return operand.is_string() ? Complaint{} : fmt::format("'{}' takes a text", std::string_view(name));
    }
    return fmt::format("'{}' is no comparison", std::string_view(name));
}

Complaint check_object(const json::object& pattern) {
    for (const auto& [name, value] : pattern) {
        const auto* list = value.if_array();
        const auto* nested = value.if_object();
        if (!list && !nested)
            return fmt::format("'{}' must be a list of comparisons or an object", std::string_view(name));
        if (list && list->empty()) return fmt::format("'{}' has no comparisons", std::string_view(name));
        if (nested) {
            if (auto complaint = check_object(*nested)) return complaint;
            continue;
        }
        for (const json::value& element : *list) {
            const auto* alternative = name == "$or" ? element.if_object() : nullptr;
            if (name == "$or" && !alternative) return "'$or' takes a list of patterns";
            if (auto complaint = alternative ? check_object(*alternative) : check_comparison(element)) return complaint;
        }
    }
    return std::nullopt;
}

}  // namespace

std::expected<Pattern, std::string> Pattern::parse(std::string_view text) {
    boost::system::error_code failed;
    json::value pattern = json::parse(text, failed);
    if (failed) return std::unexpected("it is not JSON");
    if (!pattern.is_object()) return std::unexpected("it is not a JSON object");
    if (auto complaint = check_object(pattern.get_object())) return std::unexpected(std::move(*complaint));
    return Pattern(std::move(pattern.get_object()));
}

bool Pattern::matches(const json::value& event) const {
    const auto* object = event.if_object();
    return object && object_matches(pattern_, object);
}

}  // namespace vitrine::host
