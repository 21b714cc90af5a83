// An order, and the key that is bound to it, as items of the orders table.
#pragma once

#include <expected>
#include <string>

#include "services/application/product_item.hpp"
#include "services/application/store.hpp"
#include "services/domain/order.hpp"

namespace shop::application {

constexpr int order_shards = 4;  // of the indexes: one partition would take every new order

struct StoredOrder {
    domain::Order order;
    std::string token_hash;
};

[[nodiscard]] store::Key order_key(const domain::OrderId& id);
// Of the index by-state: `awaiting-payment#2`.
[[nodiscard]] std::string state_shard(domain::OrderState state, int shard);
[[nodiscard]] int shard_of(const domain::OrderId& id);

// While the order awaits payment it carries dueShard (`due#2`) and dueAt (holdUntil in epoch seconds, rounded up).
[[nodiscard]] store::Item item_of(const StoredOrder& stored);
[[nodiscard]] store::Value history_value(const domain::HistoryEntry& entry);
[[nodiscard]] std::expected<StoredOrder, ItemFault> order_from(const store::Item& item);

// Binds an Idempotency-Key to one request and its order.
struct KeyRecord {
    std::string pk;  // key#SHA256(basket id + key)
    std::string body_hash;
    domain::OrderId order;
    domain::Instant expires_at;  // as its basket
};
[[nodiscard]] std::string key_record_pk(const domain::BasketId& basket, std::string_view idempotency_key);
[[nodiscard]] store::Item item_of(const KeyRecord& record);
[[nodiscard]] std::expected<KeyRecord, ItemFault> key_record_from(const store::Item& item);

}  // namespace shop::application
