// Turns changes of products into public changes in the feed: the projector's use case
// (docs/decisions/0008-feed-log.md).
#pragma once

#include <string>
#include <vector>

#include "services/shop/shop.hpp"
#include "services/store/stream.hpp"

namespace shop {

constexpr std::size_t max_cards_in_entry = 24;
constexpr std::size_t max_bytes_in_entry = 28 * 1024;  // of JSON: one entry always fits into one frame of 32 KB
constexpr std::chrono::hours entry_life{24};

// The public changes that records of the products stream amount to: the last of each product, in the order of the
// records; what leaves a product's rev alone is left out, what cannot be read as a product becomes a `refetch`.
[[nodiscard]] store::List public_changes(const std::vector<store::StreamRecord>& records, const Currency& currency);

// The products whose stock, as the records leave it, does not add up (received = available + reserved + sold, none
// below zero): what must never be, by their ids.
[[nodiscard]] std::vector<std::string> imbalanced(const std::vector<store::StreamRecord>& records);

// Appends them to the feed: entries and head in one transaction, on condition that the head is as it was read; where
// another projector was faster, anew until the deadline. A head that is missing is made, with a random epoch. All of
// the records or, on an error other than `in_doubt`, none.
[[nodiscard]] store::Result<void> project_changes(const Shop& shop, const store::Context& context,
                                                  const std::vector<store::StreamRecord>& records);

}  // namespace shop
