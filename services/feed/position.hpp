// A place in the feed: `EPOCH:SEQ`. Numbers of one epoch follow each other without a hole; epochs are not ordered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shop {

struct Position {
    std::string epoch = "0";
    std::int64_t seq = 0;

    // `[A-Za-z0-9_-]{1,32}:SEQ`, SEQ without leading zeros, at most 15 digits. nullopt for any other text.
    [[nodiscard]] static std::optional<Position> parse(std::string_view text);
    [[nodiscard]] std::string text() const;
    bool operator==(const Position&) const = default;
};

}  // namespace shop
