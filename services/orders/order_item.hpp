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
    std::string token_hash;
};

[[nodiscard]] store::Key order_key(const OrderId& id);
// Of the index by-state: `awaiting-payment#2`.
[[nodiscard]] std::string state_shard(OrderState state, int shard);
[[nodiscard]] int shard_of(const OrderId& id);

// Where in the index by-due: what due_at says, in epoch seconds, rounded up.
struct Due {
    std::string shard;  // `due#2`
    std::int64_t at = 0;
    bool operator==(const Due&) const = default;
};
[[nodiscard]] std::string due_shard(int shard);
[[nodiscard]] std::optional<Due> due_of(const Order& order);

[[nodiscard]] store::Item item_of(const StoredOrder& stored);
[[nodiscard]] store::Value customer_value(const Customer& customer);
[[nodiscard]] store::Value payment_value(const Payment& payment);
[[nodiscard]] store::Value history_value(const HistoryEntry& entry);
[[nodiscard]] std::expected<StoredOrder, store::ItemFault> order_from(const store::Item& item);

// Past the time for which it is kept; DynamoDB deletes it some time later.
[[nodiscard]] bool is_past(const store::Item& order, Instant now);

// Binds an Idempotency-Key to one request and its order.
struct KeyRecord {
    std::string pk;  // key#SHA256(basket id + key)
    std::string body_hash;
    OrderId order;
    Instant expires_at;  // as its basket
};
[[nodiscard]] std::string key_record_pk(const BasketId& basket, std::string_view idempotency_key);
[[nodiscard]] store::Item item_of(const KeyRecord& record);
[[nodiscard]] std::expected<KeyRecord, store::ItemFault> key_record_from(const store::Item& item);

}  // namespace shop
