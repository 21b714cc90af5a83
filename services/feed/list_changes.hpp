// What changed after a position in the feed.
#pragma once

#include "services/feed/position.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

constexpr std::size_t max_changes = 1000;        // in one answer: whole entries
constexpr std::chrono::hours oldest_change{23};  // entries expire after 24 hours

// Covers (from, to]: a reader that was at `from` and applies it is at `to`.
struct Changes {
    Position from;
    Position to;
    store::List changes;
    bool more = false;  // the head is further
};

// Reads consistently. feed_gone where the epoch is another or `since` is past the head, and unless every number in
// (since, to] is there and younger than `oldest_change`.
[[nodiscard]] Outcome<Changes> list_changes(const Shop& shop, const store::Context& context, const Position& since);

}  // namespace shop
