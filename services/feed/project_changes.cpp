#include "services/feed/project_changes.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "services/feed/feed.hpp"
#include "services/products/product_item.hpp"
#include "services/shop/json_text.hpp"

namespace shop {
namespace {

using store::Fault;

const std::int64_t* rev_of(const std::optional<store::Item>& image) {
    if (!image) return nullptr;
    const auto at = image->find("rev");
    return at == image->end() ? nullptr : at->second.number();
}

// True where the public sees the same as before.
bool is_private(const store::StreamRecord& record) {
    const auto* before = rev_of(record.before);
    const auto* after = rev_of(record.after);
    return before && after && *before == *after;
}

store::Value refetch(const std::string& id, const std::int64_t* rev) {
    store::Map change{{"kind", "product"}, {"id", id}, {"refetch", true}};
    if (rev && *rev > 0) change.emplace("rev", *rev);
    return change;
}

store::Value change_from(const store::StreamRecord& record, const std::string& id, const Currency& currency) {
    if (record.after)
        if (const auto product = product_from(*record.after)) return change_of(*product, currency);
    return refetch(id, rev_of(record.after));
}

// Cuts the changes into entries that are neither too many nor too large.
std::vector<store::List> cut(store::List changes) {
    std::vector<store::List> entries;
    std::size_t bytes = 0;
    for (store::Value& change : changes) {
        const std::size_t size = json_of(change).size() + 1;
        const bool full =
            entries.empty() || entries.back().size() == max_cards_in_entry || bytes + size > max_bytes_in_entry;
        if (full) {
            entries.emplace_back();
            bytes = 0;
        }
        entries.back().push_back(std::move(change));
        bytes += size;
    }
    return entries;
}

// The entries and the head that leads to them, should the head still be `head`.
std::vector<store::Action> append(const Shop& shop, const Position& head, const std::vector<store::List>& entries) {
    const store::TableName& table = shop.tables.feed;
    const Instant now = shop.clock();
    Position at = head;
    std::vector<store::Action> actions;
    actions.reserve(entries.size() + 1);
    for (const store::List& changes : entries) {
        ++at.seq;
        actions.emplace_back(store::Put{table, feed::entry_item({at, changes, now}, now + entry_life), {}});
    }
    auto unmoved = store::all({store::equals("epoch", head.epoch), store::equals("head", head.seq)});
    actions.emplace_back(store::Modify{table, feed::head_key(), {store::Set{"head", at.seq}}, std::move(unmoved)});
    return actions;
}

}  // namespace

std::vector<std::string> imbalanced(const std::vector<store::StreamRecord>& records) {
    std::vector<std::string> ids;
    for (const auto& record : records) {
        if (!record.after) continue;
        const auto product = product_from(*record.after);
        if (product && !product->stock.balanced()) ids.push_back(product->id.text());
    }
    return ids;
}

store::List public_changes(const std::vector<store::StreamRecord>& records, const Currency& currency) {
    std::map<std::string_view, std::size_t> last;  // by product
    const auto id_of = [](const store::StreamRecord& record) -> const std::string* {
        const auto at = record.keys.find("id");
        return at == record.keys.end() ? nullptr : at->second.text();
    };
    for (std::size_t i = 0; i < records.size(); ++i)
        if (const auto* id = id_of(records[i]); id && !is_private(records[i])) last[*id] = i;
    store::List changes;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto* id = id_of(records[i]);
        const auto found = id ? last.find(*id) : last.end();
        if (found != last.end() && found->second == i) changes.push_back(change_from(records[i], *id, currency));
    }
    return changes;
}

store::Result<void> project_changes(const Shop& shop, const store::Context& context,
                                    const std::vector<store::StreamRecord>& records) {
    const std::vector<store::List> entries = cut(public_changes(records, shop.currency));
    if (entries.empty()) return {};
    while (true) {
        const auto head = feed::read_head(shop, context);
        if (!head) return std::unexpected(head.error());
        auto appended = shop.store.transact(context, append(shop, *head, entries), vitrine::new_uuid(shop.random));
        if (appended) return {};
        // Another projector was faster: its head is the new one to append to.
        const store::Error& error = appended.error();
        const bool moved =
            error.fault == Fault::conflict || (error.fault == Fault::cancelled && !error.reasons.empty() &&
                                               error.reasons.back().kind == store::Reason::Kind::condition_failed);
        if (!moved || context.deadline.passed()) return appended;
    }
}

}  // namespace shop
