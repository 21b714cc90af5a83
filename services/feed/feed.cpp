#include "services/feed/feed.hpp"

#include <algorithm>

#include "lib/ids.hpp"
#include "services/store/item_reader.hpp"

namespace shop::feed {
namespace {

constexpr std::size_t epoch_length = 12;

std::unexpected<store::Error> unreadable(const store::ItemFault& fault) {
    return std::unexpected(
        store::Error{store::Fault::invalid, "the feed has an item without a usable " + fault.what, {}, {}});
}

}  // namespace

store::Key head_key() {
    return {{"topic", catalogue}, {"seq", 0}};
}

store::Item head_item(const Position& head) {
    return {{"topic", catalogue}, {"seq", 0}, {"epoch", head.epoch}, {"head", head.seq}};
}

std::expected<Position, store::ItemFault> head_from(const store::Item& item) {
    store::ItemReader in(item);
    Position head{std::string(in.text("epoch")), in.number("head")};
    if (in.fault()) return std::unexpected(*in.fault());
    return head;
}

store::Item entry_item(const Entry& entry, Instant expires_at) {
    return {{"topic", catalogue},
            {"seq", entry.position.seq},
            {"epoch", entry.position.epoch},
            {"changes", entry.changes},
            {"at", vitrine::rfc3339(entry.at)},
            {"expiresAt", vitrine::epoch_seconds(expires_at)}};
}

std::expected<Entry, store::ItemFault> entry_from(const store::Item& item) {
    store::ItemReader in(item);
    Entry entry{{std::string(in.text("epoch")), in.number("seq")}, in.list("changes"), in.instant("at")};
    if (in.fault()) return std::unexpected(*in.fault());
    return entry;
}

store::Result<std::optional<Position>> find_head(store::Store& store, const store::Context& context,
                                                 const store::TableName& table) {
    const auto item = store.get(context, {table, head_key()}, store::Read::consistent);
    if (!item) return std::unexpected(item.error());
    if (!*item) return std::nullopt;
    auto head = head_from(**item);
    if (!head) return unreadable(head.error());
    return *std::move(head);
}

store::Result<Position> read_head(const Shop& shop, const store::Context& context) {
    while (true) {
        auto head = find_head(shop.store, context, shop.tables.feed);
        if (!head) return std::unexpected(std::move(head.error()));
        if (*head) return **std::move(head);
        Position made{vitrine::new_id(shop.random, epoch_length), 0};
        auto put = shop.store.put(context, {shop.tables.feed, head_item(made), store::not_exists("topic")});
        if (put) return made;
        // Another was faster, or perhaps this was it: the head is there now.
        const bool look_again =
            put.error().fault == store::Fault::condition_failed || put.error().fault == store::Fault::in_doubt;
        if (!look_again || context.deadline.passed()) return std::unexpected(std::move(put.error()));
    }
}

store::Result<std::vector<Entry>> read_entries(store::Store& store, const store::Context& context,
                                               const store::TableName& table, std::int64_t after, std::int64_t to,
                                               int limit) {
    std::vector<Entry> entries;
    store::Query query{.table = table, .partition_name = "topic", .partition = catalogue};
    query.sort_name = "seq";
    query.range = store::Range{after + 1, to};
    query.read = store::Read::consistent;
    do {
        query.limit = limit - static_cast<int>(entries.size());
        const auto page = store.query(context, query);
        if (!page) return std::unexpected(page.error());
        for (const auto& item : page->items) {
            auto entry = entry_from(item);
            if (!entry) return unreadable(entry.error());
            entries.push_back(*std::move(entry));
        }
        query.start = page->next;
    } while (query.start && static_cast<int>(entries.size()) < limit);
    return entries;
}

}  // namespace shop::feed
