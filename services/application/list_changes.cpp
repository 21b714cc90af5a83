#include "services/application/list_changes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/application/feed.hpp"

namespace shop::application {
namespace {

constexpr int entries_a_read = 250;

}  // namespace

Outcome<Changes> list_changes(const Shop& shop, const store::Context& context, const domain::Position& since) {
    const auto head = feed::read_head(shop, context);
    if (!head) return failed(head.error());
    if (head->epoch != since.epoch || since.seq > head->seq) return refuse(Refusal::feed_gone);
    const domain::Instant oldest = shop.clock() - oldest_change;
    Changes result{since, since, {}, false};
    while (result.to.seq < head->seq) {
        auto entries =
            feed::read_entries(shop.store, context, shop.tables.feed, result.to.seq, head->seq, entries_a_read);
        if (!entries) return failed(entries.error());
        if (entries->empty()) return refuse(Refusal::feed_gone);
        for (auto& entry : *entries) {
            const domain::Position next{head->epoch, result.to.seq + 1};
            if (entry.position != next || entry.at <= oldest) return refuse(Refusal::feed_gone);
            if (result.changes.size() + entry.changes.size() > most_changes) {
                result.more = true;
                return result;
            }
            std::ranges::move(entry.changes, std::back_inserter(result.changes));
            result.to = next;
        }
    }
    return result;
}

}  // namespace shop::application
