#include "services/http/parameters.hpp"

#include <algorithm>
#include <charconv>

#include "lib/encoding.hpp"
#include "services/http/fields.hpp"

namespace shop {
namespace {

std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace

Parameters::Parameters(std::string_view query) {
    while (!query.empty()) {
        std::string_view pair = take_until(query, '&');
        if (pair.empty()) continue;
        const std::string_view raw_name = take_until(pair, '=');
        auto name = vitrine::percent_decode(raw_name, true);
        auto value = vitrine::percent_decode(pair, true);
        if (!name || !value || !vitrine::is_utf8(*name) || !vitrine::is_utf8(*value)) {
            wrong(name && vitrine::is_utf8(*name) ? *name : "", "Percent-encoded UTF-8.");
        } else if (std::ranges::find(values_, *name, &std::pair<std::string, std::string>::first) != values_.end()) {
            wrong(*name, "Only once.");
        } else {
            values_.emplace_back(*std::move(name), *std::move(value));
        }
    }
}

std::optional<std::string_view> Parameters::raw(std::string_view name) {
    known_.push_back(name);
    const auto at = std::ranges::find(values_, name, &std::pair<std::string, std::string>::first);
    return at == values_.end() ? std::nullopt : std::optional<std::string_view>(at->second);
}

std::optional<std::string> Parameters::text(std::string_view name, const TextRule& rule) {
    const auto value = raw(name);
    if (!value) return std::nullopt;
    if (auto mistake = mistake_in(*value, rule)) {
        wrong(name, *std::move(mistake));
        return std::nullopt;
    }
    return std::string(*value);
}

std::optional<std::int64_t> Parameters::number(std::string_view name, const NumberRule& rule) {
    const auto value = raw(name);
    if (!value) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc{} || end != value->data() + value->size() || number < rule.least || number > rule.most) {
        wrong(name, "A whole number from " + std::to_string(rule.least) + " to " + std::to_string(rule.most) + '.');
        return std::nullopt;
    }
    return number;
}

bool Parameters::flag(std::string_view name) {
    const auto value = raw(name);
    if (value && *value != "true" && *value != "false") wrong(name, "true or false.");
    return value == "true";
}

void Parameters::require(std::string_view name) {
    if (!raw(name)) wrong(name, "Is needed.");
}

void Parameters::wrong(std::string_view name, std::string detail) {
    std::string pointer = "/";
    for (const char c : name) pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    errors_.push_back({std::move(pointer), std::move(detail)});
}

void Parameters::refuse_others() {
    for (const auto& [name, value] : values_) {
        if (std::ranges::find(known_, name) == known_.end()) wrong(name, "There is no such parameter.");
    }
}

}  // namespace shop
