// Who follows what: the connections table, one item per subscription.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "services/shop/ids.hpp"
#include "services/shop/instant.hpp"
#include "services/store/store.hpp"

namespace shop::subscriptions {

// API Gateway ends a connection after 2 hours; the item outlives it a little, should nobody say that it is gone.
constexpr std::chrono::minutes life{130};
constexpr int catalogue_shards = 4;  // one partition would take every visitor

constexpr std::string_view studio = "studio";
[[nodiscard]] std::string catalogue(int shard);
[[nodiscard]] std::string catalogue_of(std::string_view connection_id);
[[nodiscard]] std::string topic_of(const BasketId& id);
[[nodiscard]] std::string topic_of(const OrderId& id);

[[nodiscard]] store::Result<void> add(store::Store&, const store::Context&, const store::TableName&,
                                      const std::string& topic, const std::string& connection_id, Instant expires_at);

// A basket's or an order's topic: it has at most so many listeners, the newest connections. Catalogue and studio have
// any number.
constexpr std::size_t max_listeners = 20;
[[nodiscard]] bool has_few_listeners(std::string_view topic);

// What a connection follows; as fresh as an index is.
[[nodiscard]] store::Result<std::vector<std::string>> topics_of(store::Store&, const store::Context&,
                                                                const store::TableName&,
                                                                const std::string& connection_id);

// Forgets a connection that is no more.
[[nodiscard]] store::Result<void> remove(store::Store&, const store::Context&, const store::TableName&,
                                         const std::string& connection_id);

// Forgets one subscription.
[[nodiscard]] store::Result<void> drop(store::Store&, const store::Context&, const store::TableName&,
                                       const std::string& topic, const std::string& connection_id);

// The ids of all who follow a topic, those of the newest connections first; read consistently.
[[nodiscard]] store::Result<std::vector<std::string>> newest_followers(store::Store&, const store::Context&,
                                                                       const store::TableName&,
                                                                       const std::string& topic);

// The ids of all who follow a topic, read consistently, page by page.
using EachPage = std::function<void(const std::vector<std::string>& connection_ids)>;
[[nodiscard]] store::Result<void> followers(store::Store&, const store::Context&, const store::TableName&,
                                            const std::string& topic, const EachPage& each);

}  // namespace shop::subscriptions
