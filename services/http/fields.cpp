#include "services/http/fields.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/shop/text.hpp"
#include "services/shop/unicode.hpp"

namespace shop {
namespace {

constexpr double whole_limit = 9007199254740992.0;  // 2^53

// JSON has one kind of number: 5.0 is 5.
std::optional<std::int64_t> whole_number(const json::value& value) {
    if (const auto* number = value.if_int64()) return *number;
    const double* number = value.if_double();
    if (!number || std::abs(*number) >= whole_limit || std::trunc(*number) != *number) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

bool is_control(char32_t point) {
    return point < 0x20 || point == 0x7F;
}

std::string range_in_words(std::int64_t least, std::int64_t most) {
    return std::to_string(least) + " to " + std::to_string(most);
}

// RFC 6901: ~ and / stand for themselves only when escaped.
std::string escaped(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == '~') {
            text += "~0";
        } else if (c == '/') {
            text += "~1";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

std::optional<std::string> mistake_in(std::string_view text, const TextRule& rule) {
    const std::u32string points = points_of(text);
    if (points.size() < rule.least || points.size() > rule.most) {
        return range_in_words(static_cast<std::int64_t>(rule.least), static_cast<std::int64_t>(rule.most)) +
               " characters.";
    }
    if (rule.all_visible) {
        if (auto mistake = mistake_of_invisibles(text)) return mistake;
    }
    const bool control = std::ranges::any_of(
        points, [&](char32_t point) { return is_control(point) && !(rule.line_feeds && point == '\n'); });
    if (control) return rule.line_feeds ? "No control characters but line feeds." : "No control characters.";
    if (rule.least > 0 && std::ranges::all_of(points, is_blank)) return "Something besides white space.";
    return std::nullopt;
}

Fields::Fields(const json::value& value, FieldErrors& errors, std::string pointer)
    : object_(value.if_object()), errors_(errors), pointer_(std::move(pointer)) {
    if (!object_) errors_.push_back({pointer_, "An object."});
}

std::string Fields::pointer_to(std::string_view name) const {
    return pointer_ + '/' + escaped(name);
}

const json::value* Fields::find(std::string_view name, Need need) {
    known_.push_back(name);
    if (!object_) return nullptr;
    const json::value* value = object_->if_contains(name);
    if (!value && need == Need::required) wrong(name, "Is needed.");
    return value;
}

std::optional<std::string> Fields::text(std::string_view name, const TextRule& rule, Need need) {
    const json::value* value = find(name, need);
    if (!value) return std::nullopt;
    const json::string* text = value->if_string();
    auto mistake = text ? mistake_in(*text, rule) : std::optional<std::string>("A text.");
    if (mistake) {
        wrong(name, *std::move(mistake));
        return std::nullopt;
    }
    return std::string(*text);
}

std::optional<std::int64_t> Fields::number(std::string_view name, const NumberRule& rule, Need need) {
    const json::value* value = find(name, need);
    if (!value) return std::nullopt;
    const auto number = whole_number(*value);
    if (!number || *number < rule.least || *number > rule.most) {
        wrong(name, "A whole number from " + range_in_words(rule.least, rule.most) + '.');
        return std::nullopt;
    }
    return number;
}

std::optional<Money> Fields::money(std::string_view name, const NumberRule& rule, const Currency& currency, Need need) {
    const json::value* value = find(name, need);
    if (!value) return std::nullopt;
    Fields in(*value, errors_, pointer_to(name));
    const auto amount = in.number("amount", rule, Need::required);
    const auto of_the_shop = [&](std::string_view code) {
        return code == currency.code() ? std::optional(currency) : std::nullopt;
    };
    const auto given =
        in.parsed("currency", of_the_shop, "The shop's currency is " + currency.code() + '.', Need::required);
    in.refuse_others();
    return amount && given ? std::optional(Money{*amount}) : std::nullopt;
}

const json::array* Fields::list(std::string_view name, std::size_t most, Need need) {
    const json::value* value = find(name, need);
    if (!value) return nullptr;
    const json::array* elements = value->if_array();
    if (!elements || elements->size() > most) {
        wrong(name, "A list of at most " + std::to_string(most) + '.');
        return nullptr;
    }
    return elements;
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view name, std::size_t most, const TextRule& rule,
                                                      Need need) {
    const json::array* elements = list(name, most, need);
    if (!elements) return std::nullopt;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < elements->size(); ++i) {
        const json::string* text = (*elements)[i].if_string();
        auto mistake = text ? mistake_in(*text, rule) : std::optional<std::string>("A text.");
        if (mistake) {
            errors_.push_back({pointer_to(name) + '/' + std::to_string(i), *std::move(mistake)});
        } else {
            texts.emplace_back(*text);
        }
    }
    return texts;
}

void Fields::refuse_others() {
    if (!object_) return;
    for (const auto& member : *object_) {
        const std::string_view name = member.key();
        if (std::ranges::find(known_, name) == known_.end()) wrong(name, "There is no such field.");
    }
}

}  // namespace shop
