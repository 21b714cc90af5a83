#include "services/feed/list_changes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/feed/feed.hpp"

namespace shop {
namespace {

constexpr int entries_a_read = 250;

}  // namespace

Outcome<Changes> list_changes(const Shop& shop, const store::Context& context, const Position& since) {
    const auto head = feed::read_head(shop, context);
    if (!head) return failed(head.error());
    if (head->epoch != since.epoch || since.seq > head->seq) return refuse(Refusal::feed_gone);
    const Instant oldest = shop.clock() - oldest_change;
    Changes result{since, since, {}, false};
    while (result.to.seq < head->seq) {
        auto entries =
            feed::read_entries(shop.store, context, shop.tables.feed, result.to.seq, head->seq, entries_a_read);
        if (!entries) return failed(entries.error());
        if (entries->empty()) return refuse(Refusal::feed_gone);
        for (auto& entry : *entries) {
            const Position next{head->epoch, result.to.seq + 1};
            if (entry.position != next || entry.at <= oldest) return refuse(Refusal::feed_gone);
            if (result.changes.size() + entry.changes.size() > max_changes) {
                result.more = true;
                return result;
            }
            std::ranges::move(entry.changes, std::back_inserter(result.changes));
            result.to = next;
        }
    }
    return result;
}

}  // namespace shop
