// The feed's items (docs/data.md): the head `{topic, seq: 0, epoch, head}` and the entries
// `{topic, seq, epoch, changes, at, expiresAt}`, each entry in one item, numbers without a hole.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "services/feed/position.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/shop.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop::feed {

constexpr const char* catalogue = "catalogue";  // the one topic there is

struct Entry {
    Position position;
    store::List changes;  // cards, `gone` and `refetch` as the API shows them
    Instant at;
};

// The fault names the first attribute that is missing or of another type.
[[nodiscard]] store::Key head_key();
[[nodiscard]] store::Item head_item(const Position& head);
[[nodiscard]] std::expected<Position, store::ItemFault> head_from(const store::Item& item);

// `expires_at` is stored in whole seconds, rounded down.
[[nodiscard]] store::Item entry_item(const Entry& entry, Instant expires_at);
[[nodiscard]] std::expected<Entry, store::ItemFault> entry_from(const store::Item& item);

// These read consistently. An item that cannot be read is Fault::invalid.
[[nodiscard]] store::Result<std::optional<Position>> find_head(store::Store&, const store::Context&,
                                                               const store::TableName&);
// Where there is no head, makes one with a random epoch: an epoch is written before any position in it is given out
// (docs/decisions/0016-epoch-before-the-first-answer.md).
[[nodiscard]] store::Result<Position> read_head(const Shop&, const store::Context&);
// Entries numbered (after, to] in order, at most `limit` of them; a number may be missing where the log was cut.
[[nodiscard]] store::Result<std::vector<Entry>> read_entries(store::Store&, const store::Context&,
                                                             const store::TableName&, std::int64_t after,
                                                             std::int64_t to, int limit);

}  // namespace shop::feed
