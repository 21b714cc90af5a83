// What a write may do within a group commit, on the writer's thread.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "host/tables/protocol/stream.hpp"
#include "host/tables/storage/schema.hpp"
#include "host/tables/storage/storage.hpp"
#include "host/tables/storage/stream_record.hpp"

namespace vitrine::host::tables {

// An item as a write finds it.
struct Found {
    StoredItem stored;  // id 0: there is none
    std::optional<Item> item;

    [[nodiscard]] const Item* get() const { return item ? &*item : nullptr; }
    // For conditions: an item that is not there has no attributes.
    [[nodiscard]] const Item& or_empty() const;
};

class WriteSession {
public:
    WriteSession(Storage& storage, std::string region) : storage_(storage), region_(std::move(region)) {}

    // Begins a group: the time that its records bear.
    void begin(Instant now);
    // After a group that was rolled back: what it learnt of the tables may be wrong, as reads may have failed in it.
    void forget() { sequences_.clear(); }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] Storage& storage() { return storage_; }

    // Sees what this group has written.
    [[nodiscard]] Found find(const Schema& schema, std::string_view key);
    // Puts `after` in the place of what was found (nullptr deletes), with indexes and a stream record. What changes
    // nothing writes nothing.
    void replace(const Schema& schema, std::string_view key, const Found& found, const Item* after,
                 Cause cause = Cause::caller);

    // Tables whose streams got records in this group.
    [[nodiscard]] const std::set<std::string>& streams_touched() const { return touched_; }

private:
    [[nodiscard]] std::uint64_t next_sequence(const Schema& schema, unsigned shard);
    void record(const Schema& schema, std::string_view key, const ItemChange& change);

    Storage& storage_;
    std::string region_;
    Instant now_{};
    std::set<std::string> touched_;
    std::map<std::int64_t, std::array<std::optional<std::uint64_t>, shards_per_stream>> sequences_;
};

}  // namespace vitrine::host::tables
