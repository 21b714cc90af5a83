#include "services/application/push_changes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "services/application/feed.hpp"
#include "services/application/json_text.hpp"
#include "services/application/subscriptions.hpp"

namespace shop::application {
namespace {

const std::string* text_of(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at == map.end() ? nullptr : at->second.text();
}

const std::int64_t* number_of(const store::Map& map, std::string_view name) {
    const auto at = map.find(name);
    return at == map.end() ? nullptr : at->second.number();
}

// A run of entries on its way to become one message.
class Packing {
public:
    explicit Packing(const domain::Position& first) : from_{first.epoch, first.seq - 1}, to_(from_) {}

    // False where the entry does not follow, or would make the message too large.
    bool take(const feed::Entry& entry) {
        if (entry.position.epoch != to_.epoch || entry.position.seq != to_.seq + 1) return false;
        std::vector<std::string> cards;
        std::size_t size = size_;
        for (const store::Value& change : entry.changes) size += cards.emplace_back(json_of(change)).size() + 1;
        if (to_ != from_ && size > most_bytes_in_message) return false;
        for (std::size_t i = 0; i < cards.size(); ++i) put(id_of(entry.changes[i]), std::move(cards[i]));
        to_ = entry.position;
        return true;
    }

    [[nodiscard]] std::string message() const {
        std::string text;
        JsonText out(text);
        out.begin_object();
        out.key("type"), out.text("changes");
        out.key("from"), out.text(from_.text());
        out.key("to"), out.text(to_.text());
        out.key("changes"), out.begin_list();
        for (const std::string& card : cards_) out.raw(card);
        out.end_list();
        out.end_object();
        return text;
    }

private:
    static std::string id_of(const store::Value& change) {
        const std::string* id = change.map() ? text_of(*change.map(), "id") : nullptr;
        return id ? *id : "";
    }

    void put(const std::string& id, std::string card) {
        const auto [at, fresh] = places_.try_emplace(id, cards_.size());
        if (fresh)
            cards_.emplace_back();
        else
            size_ -= cards_[at->second].size() + 1;
        size_ += card.size() + 1;
        cards_[at->second] = std::move(card);
    }

    domain::Position from_;
    domain::Position to_;
    std::vector<std::string> cards_;
    std::map<std::string, std::size_t> places_;  // of each product's card
    std::size_t size_ = 256;                     // what surrounds the cards, at most
};

std::vector<std::string> catalogue_topics() {
    std::vector<std::string> topics;
    for (int shard = 0; shard < subscriptions::catalogue_shards; ++shard)
        topics.push_back(subscriptions::catalogue(shard));
    return topics;
}

void append_feed(std::vector<Push>& pushes, const std::vector<feed::Entry>& entries) {
    std::optional<Packing> packing;
    const auto flush = [&] {
        if (packing) pushes.push_back({catalogue_topics(), packing->message()});
    };
    for (const feed::Entry& entry : entries) {
        if (packing && packing->take(entry)) continue;
        flush();
        packing.emplace(entry.position);
        packing->take(entry);
    }
    flush();
}

// {"type":"order","id":...,"rev":...,"state":...}; empty where the image lacks any of these.
std::string notice(std::string_view type, std::string_view id, const store::Item& image) {
    const auto* rev = number_of(image, "rev");
    const auto* state = text_of(image, "state");
    std::string text;
    if (!rev || !state) return text;
    JsonText out(text);
    out.begin_object();
    out.key("type"), out.text(type);
    out.key("id"), out.text(id);
    out.key("rev"), out.number(*rev);
    out.key("state"), out.text(*state);
    out.end_object();
    return text;
}

std::optional<Push> push_of(const StreamRecord& record) {
    constexpr std::string_view order_prefix = "order#";
    if (!record.after) return std::nullopt;
    if (const auto* pk = text_of(record.keys, "pk")) {
        if (!pk->starts_with(order_prefix)) return std::nullopt;
        std::string message = notice("order", std::string_view(*pk).substr(order_prefix.size()), *record.after);
        return Push{{*pk, std::string(subscriptions::studio)}, std::move(message)};
    }
    if (const auto* id = text_of(record.keys, "id"))
        return Push{{"basket#" + *id}, notice("basket", *id, *record.after)};
    return std::nullopt;
}

// Sends one message to a page of followers; remembers who is gone.
void deliver(Connections& connections, const store::Context& context, const std::string& message,
             const std::vector<std::string>& followers, PushCounts& counts, std::set<std::string>& gone) {
    const auto deliveries = connections.post_all(context, message, followers);
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        switch (deliveries[i]) {
            case Delivery::delivered:
                ++counts.delivered;
                break;
            case Delivery::gone:
                ++counts.gone;
                gone.insert(followers[i]);
                break;
            case Delivery::failed:
                ++counts.failed;
                break;
        }
    }
}

}  // namespace

std::vector<Push> pushes_of(const std::vector<StreamRecord>& records) {
    std::vector<feed::Entry> entries;
    std::map<std::string, std::size_t> places;  // of the last push to a topic
    std::vector<Push> notices;
    for (const StreamRecord& record : records) {
        if (const auto* seq = number_of(record.keys, "seq")) {
            if (*seq < 1 || !record.after) continue;
            if (auto entry = feed::entry_from(*record.after)) entries.push_back(*std::move(entry));
            continue;
        }
        auto push = push_of(record);
        if (!push || push->message.empty()) continue;
        const auto [at, fresh] = places.try_emplace(push->topics.front(), notices.size());
        if (fresh) notices.emplace_back();
        notices[at->second] = *std::move(push);
    }
    std::vector<Push> pushes;
    append_feed(pushes, entries);
    std::ranges::move(notices, std::back_inserter(pushes));
    return pushes;
}

store::Result<PushCounts> push_changes(store::Store& store, Connections& connections, const store::TableName& table,
                                       const store::Context& context, const std::vector<StreamRecord>& records) {
    PushCounts counts;
    std::set<std::string> gone;
    store::Result<void> outcome;
    for (const Push& push : pushes_of(records)) {
        std::set<std::string> served;  // who follows two of the topics gets one message
        for (const std::string& topic : push.topics) {
            auto read = subscriptions::followers(store, context, table, topic, [&](std::vector<std::string> followers) {
                std::erase_if(followers, [&](const std::string& id) {
                    return gone.contains(id) || (push.topics.size() > 1 && !served.insert(id).second);
                });
                deliver(connections, context, push.message, followers, counts, gone);
            });
            if (!read) outcome = std::move(read);
        }
    }
    for (const std::string& id : gone)
        if (auto removed = subscriptions::remove(store, context, table, id); !removed)
            break;  // it will be gone next time
    if (!outcome) return std::unexpected(outcome.error());
    return counts;
}

}  // namespace shop::application
