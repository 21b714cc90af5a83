#include "services/application/subscribe.hpp"

#include <set>

#include "services/application/baskets.hpp"
#include "services/application/feed.hpp"
#include "services/application/orders.hpp"
#include "services/application/subscriptions.hpp"

namespace shop::application {
namespace {

// The claim's topic; not_found where its token does not open it.
Outcome<std::string> claimed(const Shop& shop, const store::Context& context, const Claim& claim) {
    if (const auto* basket = std::get_if<domain::BasketId>(&claim.of)) {
        auto opened = read_basket(shop, context, *basket, claim.token);
        if (!opened) return std::unexpected(std::move(opened.error()));
        return subscriptions::topic_of(*basket);
    }
    const auto& id = std::get<domain::OrderId>(claim.of);
    auto order = read_order(shop, context, id);
    if (!order) return std::unexpected(std::move(order.error()));
    if (!*order || !opens(claim.token, (*order)->token_hash)) return refuse(Refusal::not_found);
    return subscriptions::topic_of(id);
}

Outcome<std::set<std::string>> wanted_topics(const Shop& shop, const store::Context& context,
                                             const Connection& connection, const Hello& hello) {
    std::set<std::string> topics;
    if (hello.catalogue) topics.insert(subscriptions::catalogue_of(connection.id));
    if (hello.studio) topics.emplace(subscriptions::studio);
    FieldErrors refused;
    for (std::size_t i = 0; i < hello.claims.size(); ++i) {
        auto topic = claimed(shop, context, hello.claims[i]);
        if (topic)
            topics.insert(*std::move(topic));
        else if (topic.error().refusal == Refusal::not_found)
            refused.push_back({"/tokens/" + std::to_string(i), "There is nothing here for this token."});
        else
            return std::unexpected(std::move(topic.error()));
    }
    if (refused.empty()) return topics;
    return refuse(Refusal::not_found, "A token opens nothing. Leave it out and say hello again.", std::move(refused));
}

}  // namespace

Outcome<domain::Position> subscribe(const Shop& shop, const store::TableName& connections,
                                    const store::Context& context, const Connection& connection, const Hello& hello) {
    auto topics = wanted_topics(shop, context, connection, hello);
    if (!topics) return std::unexpected(std::move(topics.error()));
    const auto had = subscriptions::topics_of(shop.store, context, connections, connection.id);
    if (!had) return failed(had.error());
    std::set<std::string> all = *topics;
    all.insert(had->begin(), had->end());
    if (all.size() > most_subscriptions)
        return refuse(Refusal::invalid_content, {},
                      FieldErrors{{"", "A connection has at most 20 subscriptions. Reconnect to have fewer."}});
    const domain::Instant expires_at = connection.since + subscriptions::life;
    for (const std::string& topic : *topics) {
        const auto added = subscriptions::add(shop.store, context, connections, topic, connection.id, expires_at);
        if (!added) return failed(added.error());
    }
    const auto head = feed::read_head(shop, context);
    if (!head) return failed(head.error());
    return *head;
}

}  // namespace shop::application
