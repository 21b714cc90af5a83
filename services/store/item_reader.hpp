// Reading an item's attributes one after the other; the first that is missing or of another type is remembered.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/time.hpp"
#include "services/store/store.hpp"

namespace shop::store {

// An item that is not what it should be: a fault of the program that wrote it. `what` names the attribute, never its
// value.
struct ItemFault {
    std::string what;
};

class ItemReader {
public:
    explicit ItemReader(const Map& item) : item_(item) {}

    // nullptr where it is absent, which is no fault.
    [[nodiscard]] const Value* find(std::string_view name) const {
        const auto at = item_.find(name);
        return at == item_.end() ? nullptr : &at->second;
    }
    // Each notes a fault and returns an empty value, or 0, where the attribute is absent or of another type. Views into
    // the item.
    [[nodiscard]] std::string_view text(std::string_view name) {
        return pick(name, [](const Value& value) { return value.text(); }, empty_text());
    }
    [[nodiscard]] std::int64_t number(std::string_view name) {
        static constexpr std::int64_t zero = 0;
        return pick(name, [](const Value& value) { return value.number(); }, zero);
    }
    [[nodiscard]] const List& list(std::string_view name) {
        static const List none;
        return pick(name, [](const Value& value) { return value.list(); }, none);
    }
    [[nodiscard]] const Map& map(std::string_view name) {
        static const Map none;
        return pick(name, [](const Value& value) { return value.map(); }, none);
    }
    // A text in RFC 3339; a fault and 1970 where it is not.
    [[nodiscard]] vitrine::Instant instant(std::string_view name) {
        const auto at = vitrine::from_rfc3339(text(name));
        if (!at) fail(name);
        return at.value_or(vitrine::Instant{});
    }
    // What `parse` makes of the text; its nullopt is a fault, too.
    template <typename Parse>
    [[nodiscard]] auto parsed(std::string_view name, Parse parse) -> decltype(parse(std::string_view{})) {
        auto value = parse(text(name));
        if (!value) fail(name);
        return value;
    }

    void fail(std::string_view name) {
        if (!fault_) fault_ = ItemFault{std::string(name)};
    }
    // The first.
    [[nodiscard]] const std::optional<ItemFault>& fault() const { return fault_; }

private:
    static const std::string& empty_text() {
        static const std::string none;
        return none;
    }
    template <typename Get, typename Fallback>
    const Fallback& pick(std::string_view name, Get get, const Fallback& fallback) {
        const Value* value = find(name);
        const Fallback* found = value ? get(*value) : nullptr;
        if (!found) fail(name);
        return found ? *found : fallback;
    }

    const Map& item_;
    std::optional<ItemFault> fault_;
};

}  // namespace shop::store
