#include "services/store/dynamodb/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/encoding.hpp"
#include "lib/overloaded.hpp"
#include "services/store/dynamodb/attribute_value.hpp"

namespace shop::aws {
namespace {

constexpr std::array<std::string_view, 6> comparators = {" = ", " <> ", " < ", " <= ", " > ", " >= "};

void append_clause(std::string& out, std::string_view word, const std::string& list) {
    if (list.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
    out += list;
}

void append_part(std::string& list, const std::string& part) {
    if (!list.empty()) list += ", ";
    list += part;
}

// The bound from which on an exclusive one includes: numbers are whole, and no text lies between t and t with a NUL.
store::Value after(const store::Value& bound) {
    if (const auto* number = bound.number()) return *number + 1;
    return *bound.text() + '\0';
}

}  // namespace

std::string Expressions::name(std::string_view attribute) {
    auto at = std::ranges::find(names_, attribute);
    if (at == names_.end()) at = names_.emplace(names_.end(), attribute);
    return '#' + std::to_string(at - names_.begin());
}

std::string Expressions::value(const store::Value& value) {
    std::string placeholder = ':' + std::to_string(value_count_++);
    if (!values_.empty()) values_ += ',';
    values_ += '"' + placeholder + "\":";
    append_value(values_, value);
    return placeholder;
}

std::string Expressions::path(const store::Path& path) {
    std::string out;
    for (const auto& step : path.steps) {
        if (const auto* position = std::get_if<std::size_t>(&step)) {
            out += '[' + std::to_string(*position) + ']';
        } else {
            if (!out.empty()) out += '.';
            out += name(std::get<std::string>(step));
        }
    }
    return out;
}

std::string Expressions::joined(const std::vector<store::Condition>& of, std::string_view word) {
    std::string out;
    for (const store::Condition& one : of) {
        if (!out.empty()) out += word;
        const bool group = std::holds_alternative<store::All>(one.node) || std::holds_alternative<store::Any>(one.node);
        const std::string text = condition(one);
        out += group ? '(' + text + ')' : text;
    }
    return out;
}

std::string Expressions::condition(const store::Condition& condition) {
    return std::visit(vitrine::Overloaded{
                          [&](const store::Exists& c) { return "attribute_exists(" + path(c.path) + ')'; },
                          [&](const store::NotExists& c) { return "attribute_not_exists(" + path(c.path) + ')'; },
                          [&](const store::Compares& c) {
                              std::string out = path(c.path);
                              out += comparators[static_cast<std::size_t>(c.how)];
                              return out + value(c.value);
                          },
                          [&](const store::BeginsWith& c) {
                              const std::string where = path(c.path);
                              return "begins_with(" + where + ", " + value(c.prefix) + ')';
                          },
                          [&](const store::All& c) { return joined(c.of, " AND "); },
                          [&](const store::Any& c) { return joined(c.of, " OR "); },
                      },
                      condition.node);
}

std::string Expressions::update(const store::Update& update) {
    std::string sets;
    std::string removes;
    for (const store::Change& change : update)
        std::visit(vitrine::Overloaded{
                       [&](const store::Set& c) {
                           const std::string where = path(c.path);
                           append_part(sets, where + " = " + value(c.value));
                       },
                       [&](const store::Increase& c) {
                           const std::string where = path(c.path);
                           append_part(sets, fmt::format("{0} = {0} + {1}", where, value(c.by)));
                       },
                       [&](const store::Append& c) {
                           const std::string where = path(c.path);
                           append_part(sets, fmt::format("{0} = list_append({0}, {1})", where, value(c.values)));
                       },
                       [&](const store::Remove& c) { append_part(removes, path(c.path)); },
                   },
                   change);
    std::string out;
    append_clause(out, "SET ", sets);
    append_clause(out, "REMOVE ", removes);
    return out;
}

std::string Expressions::key_condition(const store::Query& query) {
    std::string out = name(query.partition_name);
    out += " = " + value(query.partition);
    if (!query.range || !query.sort_name || (!query.range->from && !query.range->to)) return out;
    const auto& [from, to, exclusive] = *query.range;
    out += " AND " + name(*query.sort_name);
    if (from && to) {
        out += " BETWEEN " + value(exclusive ? after(*from) : *from);
        out += " AND " + value(*to);
    } else if (from) {
        out += (exclusive ? " > " : " >= ") + value(*from);
    } else {
        out += " <= " + value(*to);
    }
    return out;
}

void Expressions::append_placeholders(std::string& out) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        out += i == 0 ? R"(,"ExpressionAttributeNames":{"#)" : R"(,"#)";
        out += std::to_string(i) + "\":";
        vitrine::append_json_string(out, names_[i]);
    }
    if (!names_.empty()) out += '}';
    if (!values_.empty()) out += R"(,"ExpressionAttributeValues":{)" + values_ + '}';
}

}  // namespace shop::aws
