// What changed after a position in the feed.
#pragma once

#include "services/feed/position.hpp"
#include "services/shop/error.hpp"
#include "services/shop/shop.hpp"

namespace shop {

constexpr std::size_t max_changes = 1000;
constexpr std::chrono::hours oldest_change{23};  // entries go after 24 hours

// Covers (from, to]: whoever was at `from` and applies it is at `to`.
struct Changes {
    Position from;
    Position to;
    store::List changes;
    bool more = false;  // the head is further
};

// feed_gone unless every number in (since, to] is there and younger than `oldest_change`, or where the epoch differs.
[[nodiscard]] Outcome<Changes> list_changes(const Shop& shop, const store::Context& context, const Position& since);

}  // namespace shop
