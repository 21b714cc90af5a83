#include "services/live/push_changes.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "services/feed/feed.hpp"
#include "services/live/subscriptions.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
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
    explicit Packing(const Position& first) : from_{first.epoch, first.seq - 1}, to_(from_) {}

    // False where the entry does not follow, or would make the message too large.
    bool take(const feed::Entry& entry) {
        if (entry.position.epoch != to_.epoch || entry.position.seq != to_.seq + 1) return false;
        std::vector<std::string> cards;
        std::size_t size = size_;
        for (const store::Value& change : entry.changes) size += cards.emplace_back(json_of(change)).size() + 1;
        if (to_ != from_ && size > max_bytes_in_message) return false;
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

    Position from_;
    Position to_;
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

std::optional<Push> push_of(const store::StreamRecord& record) {
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

// One batch of messages on its way to whoever follows what they tell of.
class Deliveries {
public:
    Deliveries(store::Store& store, Connections& connections, store::TableName table, const store::Context& context)
        : store_(store), connections_(connections), table_(std::move(table)), context_(context) {}

    store::Result<void> push(const Push& push) {
        std::set<std::string> served;  // who follows two of the topics gets one message
        store::Result<void> outcome;
        for (const std::string& topic : push.topics) {
            auto read = subscriptions::has_few_listeners(topic) ? push_to_newest(topic, push.message, served)
                                                                : push_to_all(topic, push.message, served);
            if (!read) outcome = std::move(read);
        }
        return outcome;
    }

    void forget_gone() {
        for (const std::string& id : gone_)
            if (auto removed = subscriptions::remove(store_, context_, table_, id); !removed)
                break;  // it will be gone next time
    }

    [[nodiscard]] const PushCounts& counts() const { return counts_; }

private:
    static constexpr int max_dropped = 100;  // by one message; the others by the next

    store::Result<void> push_to_all(const std::string& topic, const std::string& message,
                                    std::set<std::string>& served) {
        return subscriptions::followers(store_, context_, table_, topic,
                                        [&](const std::vector<std::string>& page) { deliver(message, page, served); });
    }

    // Who is gone leaves the place to the next. Who finds none is forgotten: that page goes on asking with each ping,
    // as all pages do.
    store::Result<void> push_to_newest(const std::string& topic, const std::string& message,
                                       std::set<std::string>& served) {
        const auto newest = subscriptions::newest_followers(store_, context_, table_, topic);
        if (!newest) return std::unexpected(newest.error());
        std::size_t listening = 0;
        std::size_t next = 0;
        while (listening < subscriptions::max_listeners && next < newest->size()) {
            const std::size_t end = std::min(newest->size(), next + subscriptions::max_listeners - listening);
            const auto slice = std::span(*newest).subspan(next, end - next);
            listening += deliver(message, {slice.begin(), slice.end()}, served);
            next = end;
        }
        for (int dropped = 0; next < newest->size() && dropped < max_dropped; ++dropped)
            if (!subscriptions::drop(store_, context_, table_, topic, (*newest)[next++])) break;
        return {};
    }

    // How many of them there still are.
    std::size_t deliver(const std::string& message, std::vector<std::string> followers, std::set<std::string>& served) {
        std::erase_if(followers,
                      [&](const std::string& id) { return gone_.contains(id) || !served.insert(id).second; });
        const auto deliveries = connections_.post_all(context_, message, followers);
        std::size_t there = deliveries.size();
        for (std::size_t i = 0; i < deliveries.size(); ++i) {
            switch (deliveries[i]) {
                case Delivery::delivered:
                    ++counts_.delivered;
                    break;
                case Delivery::gone:
                    ++counts_.gone;
                    --there;
                    gone_.insert(followers[i]);
                    break;
                case Delivery::failed:
                    ++counts_.failed;
                    break;
            }
        }
        return there;
    }

    store::Store& store_;
    Connections& connections_;
    store::TableName table_;
    store::Context context_;
    PushCounts counts_;
    std::set<std::string> gone_;
};

}  // namespace

std::vector<Push> pushes_of(const std::vector<store::StreamRecord>& records) {
    std::vector<feed::Entry> entries;
    std::map<std::string, std::size_t> places;  // of the last push to a topic
    std::vector<Push> notices;
    for (const store::StreamRecord& record : records) {
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
                                       const store::Context& context, const std::vector<store::StreamRecord>& records) {
    Deliveries deliveries(store, connections, table, context);
    store::Result<void> outcome;
    for (const Push& push : pushes_of(records))
        if (auto pushed = deliveries.push(push); !pushed) outcome = std::move(pushed);
    deliveries.forget_gone();
    if (!outcome) return std::unexpected(outcome.error());
    return deliveries.counts();
}

}  // namespace shop
