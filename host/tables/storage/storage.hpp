// One connection to the tables' file, with its prepared statements. Not thread-safe: a connection per thread at a time.
// Errors stick (see sqlite.hpp); whoever reads or writes asks take_error() at the end.
//   items_T    id, key (keys.hpp), item (DynamoDB-JSON), size (DynamoDB's), expires (epoch seconds, TTL)
//   index_I    key (keys.hpp) -> id of the item
//   stream_T   id = shard x 2^48 + sequence, created (ms), record (empty: it has been dropped, and only keeps its
//   place)
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/tables/protocol/stream.hpp"
#include "host/tables/storage/schema.hpp"
#include "host/tables/storage/sqlite.hpp"

namespace vitrine::host::tables {

struct StoredItem {
    std::int64_t id = 0;
    std::string text;
};

// Where rows are looked for: keys from `low` to before `high`.
struct KeyRange {
    std::string low;
    std::string high;
    bool forward = true;
};

struct Row {
    std::string_view key;   // of the table or of the index
    std::string_view text;  // the item
    std::size_t size;       // as DynamoDB counts it
};

class Storage {
public:
    // `vfs` as Database::open takes it. The file is created in mode write.
    [[nodiscard]] static std::expected<Storage, std::string> open(const std::filesystem::path& file,
                                                                  Database::Mode mode, const std::string& vfs);

    // --- reading ---
    [[nodiscard]] std::optional<StoredItem> get(const Schema& schema, std::string_view key);
    // Rows in the order of their keys, until `take` returns false.
    void range(const Schema& schema, const IndexSchema* index, const KeyRange& range,
               const std::function<bool(const Row&)>& take);
    // Items of the table: reads all of its rows.
    [[nodiscard]] std::int64_t count(const Schema& schema);
    // Records above the sequence `after` that are not older than `since`, oldest first, at most `limit`.
    [[nodiscard]] std::vector<StreamRecord> stream(const Schema& schema, unsigned shard, std::uint64_t after,
                                                   std::size_t limit, Instant since);
    // 0 where the shard has had no record.
    [[nodiscard]] std::uint64_t last_sequence(const Schema& schema, unsigned shard);
    // Keys of items whose TTL lies in [from, until), the oldest first.
    [[nodiscard]] std::vector<std::string> expired(const Schema& schema, std::int64_t from, std::int64_t until,
                                                   std::size_t limit);

    // --- writing; the caller holds a transaction ---
    // Indexes follow. `before` is what is there now (id 0: nothing), `after` nullopt deletes.
    void write(const Schema& schema, std::string_view key, const StoredItem& before, const Item* before_item,
               const Item* after, std::string_view after_text);
    void append_record(const Schema& schema, unsigned shard, std::uint64_t sequence, Instant created,
                       std::string_view record);
    // Drops records older than `until`, at most `limit` of a shard. The newest keeps its place, which keeps the
    // sequence growing, and loses its text.
    void trim_stream(const Schema& schema, Instant until, std::size_t limit);
    // Likewise the records of one shard up to and with the sequence `through`.
    void drop_records(const Schema& schema, unsigned shard, std::uint64_t through, std::size_t limit);

    [[nodiscard]] Database& database() { return db_; }

private:
    struct OfIndex {
        Statement insert, remove, forward, backward;
    };
    struct OfTable {
        Statement get, insert, update, remove, forward, backward, count;
        Statement append, records, last, oldest, trim, blank, drop, blank_read, expired;
        std::map<std::int64_t, OfIndex> indexes;
        bool whole = false;  // all of them could be prepared
    };
    explicit Storage(Database db) : db_(std::move(db)) {}
    [[nodiscard]] OfTable& of(const Schema& schema);
    [[nodiscard]] OfTable prepare(const Schema& schema);
    void write_indexes(OfTable& table, const Schema& schema, std::string_view key, std::int64_t id, const Item* before,
                       const Item* after);

    Database db_;
    std::map<std::int64_t, OfTable> tables_;
};

// The TTL attribute's value, where it is a number of a whole range.
[[nodiscard]] std::optional<std::int64_t> expiry_of(const Schema& schema, const Item& item);

}  // namespace vitrine::host::tables
