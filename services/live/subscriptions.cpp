#include "services/live/subscriptions.hpp"

#include <algorithm>
#include <utility>

#include "lib/crypto.hpp"

namespace shop::subscriptions {
namespace {

using store::Result;

// Calls `each` with every page of a query.
Result<void> each_page(store::Store& store, const store::Context& context, store::Query query,
                       const std::function<void(const store::Page&)>& each) {
    do {
        auto page = store.query(context, query);
        if (!page) return std::unexpected(page.error());
        each(*page);
        query.start = std::move(page->next);
    } while (query.start);
    return {};
}

store::Query followers_query(const store::TableName& table, const std::string& topic) {
    store::Query query{.table = table, .partition_name = "topic", .partition = topic};
    query.read = store::Read::consistent;
    return query;
}

// The texts that an attribute has in a page's items.
std::vector<std::string> column(const store::Page& page, std::string_view name) {
    std::vector<std::string> values;
    values.reserve(page.items.size());
    for (const store::Item& item : page.items)
        if (const auto at = item.find(name); at != item.end() && at->second.text())
            values.push_back(*at->second.text());
    return values;
}

}  // namespace

std::string catalogue(int shard) {
    return "catalogue#" + std::to_string(shard);
}

std::string catalogue_of(std::string_view connection_id) {
    return catalogue(vitrine::sha256(connection_id)[0] % catalogue_shards);
}

std::string topic_of(const BasketId& id) {
    return "basket#" + id.text();
}

std::string topic_of(const OrderId& id) {
    return "order#" + id.text();
}

bool has_few_listeners(std::string_view topic) {
    return topic.starts_with("basket#") || topic.starts_with("order#");
}

Result<void> add(store::Store& store, const store::Context& context, const store::TableName& table,
                 const std::string& topic, const std::string& connection_id, Instant expires_at) {
    store::Item item{
        {"topic", topic}, {"connectionId", connection_id}, {"expiresAt", vitrine::epoch_seconds(expires_at)}};
    return store.put(context, {table, std::move(item), {}});
}

Result<std::vector<std::string>> topics_of(store::Store& store, const store::Context& context,
                                           const store::TableName& table, const std::string& connection_id) {
    store::Query query{.table = table, .partition_name = "connectionId", .partition = connection_id};
    query.index = "by-connection";
    std::vector<std::string> topics;
    const auto read = each_page(store, context, std::move(query), [&](const store::Page& page) {
        for (std::string& topic : column(page, "topic")) topics.push_back(std::move(topic));
    });
    if (!read) return std::unexpected(read.error());
    return topics;
}

Result<void> remove(store::Store& store, const store::Context& context, const store::TableName& table,
                    const std::string& connection_id) {
    const auto topics = topics_of(store, context, table, connection_id);
    if (!topics) return std::unexpected(topics.error());
    for (const std::string& topic : *topics)
        if (auto dropped = drop(store, context, table, topic, connection_id); !dropped) return dropped;
    return {};
}

Result<void> drop(store::Store& store, const store::Context& context, const store::TableName& table,
                  const std::string& topic, const std::string& connection_id) {
    return store.remove(context, {table, {{"topic", topic}, {"connectionId", connection_id}}, {}});
}

// expiresAt is a fixed time after the connection's beginning.
Result<std::vector<std::string>> newest_followers(store::Store& store, const store::Context& context,
                                                  const store::TableName& table, const std::string& topic) {
    std::vector<std::pair<std::int64_t, std::string>> found;
    const auto read = each_page(store, context, followers_query(table, topic), [&](const store::Page& page) {
        for (const store::Item& item : page.items) {
            const auto id = item.find("connectionId");
            const auto expires_at = item.find("expiresAt");
            if (id == item.end() || !id->second.text()) continue;
            const auto* number = expires_at == item.end() ? nullptr : expires_at->second.number();
            found.emplace_back(number ? *number : 0, *id->second.text());
        }
    });
    if (!read) return std::unexpected(read.error());
    std::ranges::sort(found, std::greater{});
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (auto& [at, id] : found) ids.push_back(std::move(id));
    return ids;
}

Result<void> followers(store::Store& store, const store::Context& context, const store::TableName& table,
                       const std::string& topic, const EachPage& each) {
    return each_page(store, context, followers_query(table, topic),
                     [&](const store::Page& page) { each(column(page, "connectionId")); });
}

}  // namespace shop::subscriptions
