// An order, and the key that is bound to it, as items of the orders table.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "services/orders/order.hpp"
#include "services/store/item_reader.hpp"
#include "services/store/store.hpp"

namespace shop {

constexpr int order_shards = 4;  // of the indexes: one partition would take every new order

struct StoredOrder {
    Order order;
    std::string token_hash;  // hash_of the order's token
};

// `order#ID`.
[[nodiscard]] store::Key order_key(const OrderId& id);
// Of the index by-state: `awaiting-payment#2`.
[[nodiscard]] std::string state_shard(OrderState state, int shard);
// 0 to order_shards - 1, from a hash of the id: stored orders depend on it, so it never changes.
[[nodiscard]] int shard_of(const OrderId& id);

// Where the order stands in the index by-due: what due_at says, in epoch seconds, rounded up.
struct Due {
    std::string shard;  // `due#2`
    std::int64_t at = 0;
    bool operator==(const Due&) const = default;
};
[[nodiscard]] std::string due_shard(int shard);
// nullopt where due_at has none: the order is not in the index.
[[nodiscard]] std::optional<Due> due_of(const Order& order);

// The whole item of an order that is placed (docs/data.md), and the attributes of it that a change writes anew:
// `customer`, `payment`, one entry of `history`. `line2`, `city`, `state` and `postcode` are left out where there are
// none.
[[nodiscard]] store::Item item_of(const StoredOrder& stored);
[[nodiscard]] store::Value customer_value(const Customer& customer);
[[nodiscard]] store::Value payment_value(const Payment& payment);
[[nodiscard]] store::Value history_value(const HistoryEntry& entry);
// The reverse of item_of. Whether the order is past its time is not looked at: is_past.
[[nodiscard]] std::expected<StoredOrder, store::ItemFault> order_from(const store::Item& item);

// Past `expiresAt`: such an item counts as absent. DynamoDB deletes it within days
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html). false where the item has no `expiresAt`.
[[nodiscard]] bool is_past(const store::Item& order, Instant now);

// Binds an Idempotency-Key to one request and its order.
struct KeyRecord {
    std::string pk;         // key_record_pk
    std::string body_hash;  // SHA-256 in hex of the checkout in one canonical form
    OrderId order;
    Instant expires_at;  // as its basket; stored in whole seconds
};
// `key#` and SHA-256 in hex of basket id and key, one after the other.
[[nodiscard]] std::string key_record_pk(const BasketId& basket, std::string_view idempotency_key);
// The item `key#HASH` of docs/data.md.
[[nodiscard]] store::Item item_of(const KeyRecord& record);
// The reverse.
[[nodiscard]] std::expected<KeyRecord, store::ItemFault> key_record_from(const store::Item& item);

}  // namespace shop
