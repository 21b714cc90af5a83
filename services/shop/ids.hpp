// Names of things: `[a-z0-9][a-z0-9-]{0,63}`, a type of its own for each kind of thing.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace shop {

[[nodiscard]] bool is_id(std::string_view text);

template <typename Tag>
class Id {
public:
    // nullopt where is_id says no.
    [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
        return is_id(text) ? std::optional(Id(std::string(text))) : std::nullopt;
    }
    [[nodiscard]] const std::string& text() const { return text_; }
    auto operator<=>(const Id&) const = default;

private:
    explicit Id(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

using ProductId = Id<struct ProductTag>;
using BasketId = Id<struct BasketTag>;
using OrderId = Id<struct OrderTag>;
using Category = Id<struct CategoryTag>;  // a category is a slug

// A category's name is its slug in words: `garden-tools` is "Garden tools".
[[nodiscard]] std::string name_of(const Category& category);

// A text as an id: letters folded to ASCII, everything else a hyphen, cut at 64. nullopt where nothing is left, and
// where a letter has no ASCII form: of "茶壶 500" the number alone would be no name.
[[nodiscard]] std::optional<std::string> slug_of(std::string_view text);

// An item's revision: 1 at first, grows with every change.
template <typename Tag>
struct Revision {
    std::int64_t number = 1;
    auto operator<=>(const Revision&) const = default;
    [[nodiscard]] Revision next() const { return {number + 1}; }
};

using Rev = Revision<struct PublicTag>;          // of what the public sees
using ContentRev = Revision<struct ContentTag>;  // of what the owner edits

}  // namespace shop

template <typename Tag>
struct std::hash<shop::Id<Tag>> {
    std::size_t operator()(const shop::Id<Tag>& id) const { return std::hash<std::string>{}(id.text()); }
};
