// Reading a JSON object into a typed request: every wrong field is noted, unknown ones by name, nothing is guessed.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/http/bounds.hpp"
#include "services/shop/error.hpp"
#include "services/shop/ids.hpp"
#include "services/shop/money.hpp"

namespace shop {

namespace json = boost::json;

enum class Need { required, optional };

// One object. What is absent, null or wrong yields nullopt; whether that was a mistake is in the errors.
// Call `refuse_others` last.
class Fields {
public:
    // `pointer` is where the object stands in the body; "" for the body itself. What is no object is an error.
    Fields(const json::value& value, FieldErrors& errors, std::string pointer = {});

    // Asking does not make the field known to refuse_others.
    [[nodiscard]] bool has(std::string_view name) const { return object_ && object_->contains(name); }
    // Within the rule. A number is whole, and may be written as 5.0.
    [[nodiscard]] std::optional<std::string> text(std::string_view name, const TextRule& rule, Need need);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, const NumberRule& rule, Need need);
    // `{amount, currency}` in the shop's currency; `rule` in minor units.
    [[nodiscard]] std::optional<Money> money(std::string_view name, const NumberRule& rule, const Currency& currency,
                                             Need need);
    // What `parse` makes of a text; `form` says in words what it has to look like.
    template <typename Parse>
    [[nodiscard]] auto parsed(std::string_view name, Parse parse, std::string_view form, Need need)
        -> decltype(parse(std::string_view{})) {
        const json::value* value = find(name, need);
        if (!value) return std::nullopt;
        const json::string* text = value->if_string();
        auto result = text ? parse(std::string_view(*text)) : std::nullopt;
        if (!result) wrong(name, std::string(form));
        return result;
    }
    template <typename Id>
    [[nodiscard]] std::optional<Id> id(std::string_view name, Need need) {
        return parsed(name, Id::parse, "1 to 64 characters of a to z, 0 to 9 and hyphens, not a hyphen first.", need);
    }
    // The value itself, for objects and lists. nullptr for nullopt; a list has at most `most` elements.
    [[nodiscard]] const json::value* nested(std::string_view name, Need need) { return find(name, need); }
    [[nodiscard]] const json::array* list(std::string_view name, std::size_t most, Need need);
    // A list of at most `most` texts; a wrong element is noted and left out.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t most,
                                                                const TextRule& rule, Need need);
    // JSON Pointer (RFC 6901) from the body on.
    [[nodiscard]] std::string pointer_to(std::string_view name) const;

    void wrong(std::string_view name, std::string detail) { errors_.push_back({pointer_to(name), std::move(detail)}); }
    // Notes every field that none of the above asked for.
    void refuse_others();

private:
    const json::value* find(std::string_view name, Need need);

    const json::object* object_ = nullptr;
    FieldErrors& errors_;
    std::string pointer_;
    std::vector<std::string_view> known_;
};

// For people: what is wrong with a text by the rule; nullopt: nothing.
[[nodiscard]] std::optional<std::string> mistake_in(std::string_view text, const TextRule& rule);

}  // namespace shop
