// Which connection follows which topic: the connections table, one item per subscription (docs/data.md).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/store/store.hpp"

namespace shop::subscriptions {

// API Gateway ends a connection after 2 hours; the item outlives it a little, in case no $disconnect arrives.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
constexpr std::chrono::minutes life{130};
constexpr int catalogue_shards = 4;  // one partition would take every visitor

constexpr std::string_view studio = "studio";
// `catalogue#2`, the shard of a connection by a hash of its id; `basket#ID`, `order#ID`.
[[nodiscard]] std::string catalogue(int shard);
[[nodiscard]] std::string catalogue_of(std::string_view connection_id);
[[nodiscard]] std::string topic_of(const BasketId& id);
[[nodiscard]] std::string topic_of(const OrderId& id);

// Writes the item whether or not it is there. `expires_at` is stored in whole seconds, rounded down.
[[nodiscard]] store::Result<void> add(store::Store&, const store::Context&, const store::TableName&,
                                      const std::string& topic, const std::string& connection_id, Instant expires_at);

// A basket's or an order's topic: it has at most so many listeners, the newest connections. Catalogue and studio have
// any number.
constexpr std::size_t max_listeners = 20;
// Whether max_listeners holds for the topic.
[[nodiscard]] bool has_few_listeners(std::string_view topic);

// The topics of a connection, from an index: a subscription of a moment ago may be missing.
[[nodiscard]] store::Result<std::vector<std::string>> topics_of(store::Store&, const store::Context&,
                                                                const store::TableName&,
                                                                const std::string& connection_id);

// Removes every subscription of a connection that topics_of finds, one after the other up to the first error.
[[nodiscard]] store::Result<void> remove(store::Store&, const store::Context&, const store::TableName&,
                                         const std::string& connection_id);

// Removes one subscription; that it is not there is no error.
[[nodiscard]] store::Result<void> drop(store::Store&, const store::Context&, const store::TableName&,
                                       const std::string& topic, const std::string& connection_id);

// The ids of all connections that follow a topic, the newest first; read consistently.
[[nodiscard]] store::Result<std::vector<std::string>> newest_followers(store::Store&, const store::Context&,
                                                                       const store::TableName&,
                                                                       const std::string& topic);

using EachPage = std::function<void(const std::vector<std::string>& connection_ids)>;
// The ids of all connections that follow a topic, read consistently; `each` is called with one page after the other,
// before an error perhaps with some.
[[nodiscard]] store::Result<void> followers(store::Store&, const store::Context&, const store::TableName&,
                                            const std::string& topic, const EachPage& each);

}  // namespace shop::subscriptions
