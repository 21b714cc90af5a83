#include "host/tables/storage/write_session.hpp"

#include <utility>

#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {

const Item& Found::or_empty() const {
    static const Item empty;
    return item ? *item : empty;
}

void WriteSession::begin(Instant now) {
    now_ = now;
    touched_.clear();
}

Found WriteSession::find(const Schema& schema, std::string_view key) {
    Found found;
    auto stored = storage_.get(schema, key);
    if (!stored) return found;
    found.stored = std::move(*stored);
    if (auto item = stored_item(found.stored.text)) found.item = std::move(*item);
    return found;
}

void WriteSession::replace(const Schema& schema, std::string_view key, const Found& found, const Item* after,
                           Cause cause) {
    const std::string text = after == nullptr ? std::string{} : item_text(*after);
    const bool unchanged = after == nullptr ? found.stored.id == 0 : text == found.stored.text;
    if (unchanged) return;
    storage_.write(schema, key, found.stored, found.get(), after, text);
    if (schema.declared.stream == StreamView::none) return;
    record(
        schema, key,
        {.before = found.get(), .after = after, .before_text = found.stored.text, .after_text = text, .cause = cause});
}

void WriteSession::record(const Schema& schema, std::string_view key, const ItemChange& change) {
    const unsigned shard = shard_of(key);
    const std::uint64_t sequence = next_sequence(schema, shard);
    storage_.append_record(schema, shard, sequence, now_,
                           stream_record(schema, region_, shard, sequence, now_, change));
    touched_.insert(schema.declared.name);
}

std::uint64_t WriteSession::next_sequence(const Schema& schema, unsigned shard) {
    auto& last = sequences_[schema.id][shard];
    if (!last) last = storage_.last_sequence(schema, shard);
    return ++*last;
}

}  // namespace vitrine::host::tables
