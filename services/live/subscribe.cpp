#include "services/live/subscribe.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "services/baskets/baskets.hpp"
#include "services/feed/feed.hpp"
#include "services/live/subscriptions.hpp"
#include "services/orders/orders.hpp"

namespace shop {
namespace {

// not_found where the claim's token does not open it.
Outcome<void> check_claim(const Shop& shop, const store::Context& context, const Claim& claim) {
    if (const auto* basket = std::get_if<BasketId>(&claim.of)) {
        const auto opened = read_basket(shop, context, *basket, claim.token);
        if (!opened) return std::unexpected(opened.error());
        return {};
    }
    const auto order = read_order(shop, context, std::get<OrderId>(claim.of));
    if (!order) return std::unexpected(order.error());
    if (!*order || !opens(claim.token, (*order)->token_hash)) return refuse(Refusal::not_found);
    return {};
}

std::string topic_of(const Claim& claim) {
    return std::visit([](const auto& id) { return subscriptions::topic_of(id); }, claim.of);
}

std::set<std::string> topics_of(const Connection& connection, const Hello& hello) {
    std::set<std::string> topics;
    if (hello.catalogue) topics.insert(subscriptions::catalogue_of(connection.id));
    if (hello.studio) topics.emplace(subscriptions::studio);
    for (const Claim& claim : hello.claims) topics.insert(topic_of(claim));
    return topics;
}

// Looks at each claim to what is not held yet; what is held was opened by its token before.
Outcome<void> check_claims(const Shop& shop, const store::Context& context, const Hello& hello,
                           const std::set<std::string>& held) {
    FieldErrors refused;
    for (std::size_t i = 0; i < hello.claims.size(); ++i) {
        if (held.contains(topic_of(hello.claims[i]))) continue;
        const auto opened = check_claim(shop, context, hello.claims[i]);
        if (opened) continue;
        if (opened.error().refusal != Refusal::not_found) return std::unexpected(opened.error());
        refused.push_back({"/tokens/" + std::to_string(i), "There is nothing here for this token."});
    }
    if (refused.empty()) return {};
    return refuse(Refusal::not_found, "A token opens nothing. Leave it out and say hello again.", std::move(refused));
}

}  // namespace

Outcome<Position> subscribe(const Shop& shop, const store::TableName& connections, const store::Context& context,
                            const Connection& connection, const Hello& hello) {
    const auto read = subscriptions::topics_of(shop.store, context, connections, connection.id);
    if (!read) return failed(read.error());
    const std::set<std::string> held(read->begin(), read->end());
    std::set<std::string> fresh;
    std::ranges::set_difference(topics_of(connection, hello), held, std::inserter(fresh, fresh.end()));
    if (held.size() + fresh.size() > max_subscriptions)
        return refuse(Refusal::invalid_content, {},
                      FieldErrors{{"", "A connection has at most 20 subscriptions. Reconnect to have fewer."}});
    if (auto checked = check_claims(shop, context, hello, held); !checked) return std::unexpected(checked.error());
    const Instant expires_at = connection.since + subscriptions::life;
    for (const std::string& topic : fresh) {
        const auto added = subscriptions::add(shop.store, context, connections, topic, connection.id, expires_at);
        if (!added) return failed(added.error());
    }
    const auto head = feed::read_head(shop, context);
    if (!head) return failed(head.error());
    return *head;
}

}  // namespace shop
