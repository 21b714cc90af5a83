#include "host/tables/storage/storage.hpp"

#include <fmt/format.h>

#include <charconv>

#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::uint64_t sequences_of_shard = std::uint64_t{1} << 48;

std::int64_t record_id(unsigned shard, std::uint64_t sequence) {
    return static_cast<std::int64_t>(shard * sequences_of_shard + std::min(sequence, sequences_of_shard - 1));
}

std::int64_t milliseconds(Instant at) {
    return at.time_since_epoch().count();
}

}  // namespace

std::optional<std::int64_t> expiry_of(const Schema& schema, const Item& item) {
    if (!schema.declared.ttl) return std::nullopt;
    const auto found = item.find(*schema.declared.ttl);
    const auto* number = found == item.end() ? nullptr : found->second.as<Number>();
    if (number == nullptr) return std::nullopt;
    const std::string text = number->text();
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return read.ec == std::errc{} ? std::optional(seconds) : std::nullopt;
}

std::expected<Storage, std::string> Storage::open(const std::filesystem::path& file, Database::Mode mode,
                                                  const std::string& vfs) {
    auto db = Database::open(file, mode, vfs);
    if (!db) return std::unexpected(std::move(db.error()));
    if (mode == Database::Mode::write)
        db->execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; "
            "PRAGMA secure_delete=ON");
    if (const auto error = db->take_error()) return std::unexpected(error->message);
    return Storage(std::move(*db));
}

Storage::OfTable Storage::prepare(const Schema& schema) {
    const auto sql = [&](std::string_view text) { return db_.prepare(fmt::format(fmt::runtime(text), schema.id)); };
    OfTable table;
    table.get = sql("SELECT id, item FROM items_{0} WHERE key = ?1");
    table.insert = sql("INSERT INTO items_{0} (key, item, size, expires) VALUES (?1, ?2, ?3, ?4)");
    table.update = sql("UPDATE items_{0} SET item = ?2, size = ?3, expires = ?4 WHERE id = ?1");
    table.remove = sql("DELETE FROM items_{0} WHERE id = ?1");
    table.forward = sql("SELECT key, item, size FROM items_{0} WHERE key >= ?1 AND key < ?2 ORDER BY key");
    table.backward = sql("SELECT key, item, size FROM items_{0} WHERE key >= ?1 AND key < ?2 ORDER BY key DESC");
    table.count = sql("SELECT count(*) FROM items_{0}");
    table.append = sql("INSERT INTO stream_{0} (id, created, record) VALUES (?1, ?2, ?3)");
    table.records =
        sql("SELECT id, created, record FROM stream_{0} WHERE id > ?1 AND id < ?2 AND created >= ?3 AND record <> '' "
            "ORDER BY id LIMIT ?4");
    table.last = sql("SELECT max(id) FROM stream_{0} WHERE id >= ?1 AND id < ?2");
    table.oldest = sql("SELECT created FROM stream_{0} WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT 1");
    table.trim =
        sql("DELETE FROM stream_{0} WHERE id IN (SELECT id FROM stream_{0} WHERE id >= ?1 AND id < "
            "(SELECT max(id) FROM stream_{0} WHERE id < ?2) ORDER BY id LIMIT ?4) AND created < ?3");
    table.blank =
        sql("UPDATE stream_{0} SET record = '' WHERE id = (SELECT max(id) FROM stream_{0} WHERE id >= ?1 AND id < ?2) "
            "AND created < ?3 AND record <> ''");
    table.drop =
        sql("DELETE FROM stream_{0} WHERE id IN (SELECT id FROM stream_{0} WHERE id >= ?1 AND id <= ?3 AND id < "
            "(SELECT max(id) FROM stream_{0} WHERE id < ?2) ORDER BY id LIMIT ?4)");
    table.blank_read =
        sql("UPDATE stream_{0} SET record = '' WHERE id = (SELECT max(id) FROM stream_{0} WHERE id >= ?1 AND id < ?2) "
            "AND id <= ?3 AND record <> ''");
    table.expired = sql("SELECT key FROM items_{0} WHERE expires >= ?1 AND expires < ?2 ORDER BY expires LIMIT ?3");
    for (const IndexSchema& index : schema.indexes) {
        const auto of_index = [&](std::string_view text) {
            return db_.prepare(fmt::format(fmt::runtime(text), schema.id, index.id));
        };
        OfIndex& statements = table.indexes[index.id];
        statements.insert = of_index("INSERT INTO index_{1} (key, id) VALUES (?1, ?2)");
        statements.remove = of_index("DELETE FROM index_{1} WHERE key = ?1");
        constexpr std::string_view select =
            "SELECT x.key, i.item, i.size FROM index_{1} x JOIN items_{0} i ON i.id = x.id "
            "WHERE x.key >= ?1 AND x.key < ?2 ORDER BY x.key";
        statements.forward = of_index(select);
        statements.backward = of_index(std::string(select) + " DESC");
    }
    return table;
}

Storage::OfTable& Storage::of(const Schema& schema) {
    // What a failing disk kept from being prepared is prepared again at its next use.
    OfTable& table = tables_[schema.id];
    if (!table.whole) {
        table = prepare(schema);
        table.whole = !db_.failed();
    }
    return table;
}

std::optional<StoredItem> Storage::get(const Schema& schema, std::string_view key) {
    Statement& statement = of(schema).get;
    const Reset reset(statement);
    statement.bind(Blob{key});
    if (!statement.step()) return std::nullopt;
    return StoredItem{statement.integer(0), std::string(statement.bytes(1))};
}

void Storage::range(const Schema& schema, const IndexSchema* index, const KeyRange& range,
                    const std::function<bool(const Row&)>& take) {
    OfTable& table = of(schema);
    OfIndex* indexed = index == nullptr ? nullptr : &table.indexes.at(index->id);
    Statement& statement = indexed == nullptr ? (range.forward ? table.forward : table.backward)
                                              : (range.forward ? indexed->forward : indexed->backward);
    const Reset reset(statement);
    statement.bind(Blob{range.low}, Blob{range.high});
    while (statement.step())
        if (!take({statement.bytes(0), statement.bytes(1), static_cast<std::size_t>(statement.integer(2))})) return;
}

std::int64_t Storage::count(const Schema& schema) {
    Statement& statement = of(schema).count;
    const Reset reset(statement);
    return statement.step() ? statement.integer(0) : 0;
}

std::vector<StreamRecord> Storage::stream(const Schema& schema, unsigned shard, std::uint64_t after, std::size_t limit,
                                          Instant since) {
    std::vector<StreamRecord> records;
    Statement& statement = of(schema).records;
    const Reset reset(statement);
    statement.bind(record_id(shard, after), record_id(shard + 1, 0), milliseconds(since),
                   static_cast<std::int64_t>(limit));
    while (statement.step())
        records.push_back({static_cast<std::uint64_t>(statement.integer(0)) % sequences_of_shard,
                           Instant{Milliseconds{statement.integer(1)}}, std::string(statement.bytes(2))});
    return records;
}

std::uint64_t Storage::last_sequence(const Schema& schema, unsigned shard) {
    Statement& statement = of(schema).last;
    const Reset reset(statement);
    statement.bind(record_id(shard, 0), record_id(shard + 1, 0));
    return statement.step() ? static_cast<std::uint64_t>(statement.integer(0)) % sequences_of_shard : 0;
}

std::vector<std::string> Storage::expired(const Schema& schema, std::int64_t from, std::int64_t until,
                                          std::size_t limit) {
    std::vector<std::string> keys;
    Statement& statement = of(schema).expired;
    const Reset reset(statement);
    statement.bind(from, until, static_cast<std::int64_t>(limit));
    while (statement.step()) keys.emplace_back(statement.bytes(0));
    return keys;
}

void Storage::write(const Schema& schema, std::string_view key, const StoredItem& before, const Item* before_item,
                    const Item* after, std::string_view after_text) {
    OfTable& table = of(schema);
    std::int64_t id = before.id;
    if (after == nullptr) {
        table.remove.run(id);
    } else {
        const auto size = static_cast<std::int64_t>(size_of(*after));
        const auto expires = expiry_of(schema, *after);
        if (id != 0) {
            table.update.run(id, after_text, size, expires);
        } else {
            table.insert.run(Blob{key}, after_text, size, expires);
            id = db_.last_row_id();
        }
    }
    write_indexes(table, schema, key, id, before_item, after);
}

void Storage::write_indexes(OfTable& table, const Schema& schema, std::string_view key, std::int64_t id,
                            const Item* before, const Item* after) {
    for (const IndexSchema& index : schema.indexes) {
        const auto entry = [&](const Item* item) {
            return item == nullptr ? std::nullopt : index_key(index.declared, *item, key);
        };
        const auto was = entry(before);
        const auto is = entry(after);
        if (was == is) continue;
        OfIndex& statements = table.indexes.at(index.id);
        if (was) statements.remove.run(Blob{*was});
        if (is) statements.insert.run(Blob{*is}, id);
    }
}

void Storage::append_record(const Schema& schema, unsigned shard, std::uint64_t sequence, Instant created,
                            std::string_view record) {
    of(schema).append.run(record_id(shard, sequence), milliseconds(created), record);
}

void Storage::trim_stream(const Schema& schema, Instant until, std::size_t limit) {
    OfTable& table = of(schema);
    for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
        const std::int64_t first = record_id(shard, 0);
        const std::int64_t last = record_id(shard + 1, 0);
        bool due = false;
        {
            const Reset reset(table.oldest);
            table.oldest.bind(first, last);
            due = table.oldest.step() && table.oldest.integer(0) < milliseconds(until);
        }
        if (!due) continue;
        table.trim.run(first, last, milliseconds(until), static_cast<std::int64_t>(limit));
        table.blank.run(first, last, milliseconds(until));
    }
}

void Storage::drop_records(const Schema& schema, unsigned shard, std::uint64_t through, std::size_t limit) {
    OfTable& table = of(schema);
    const std::int64_t first = record_id(shard, 0);
    const std::int64_t last = record_id(shard + 1, 0);
    table.drop.run(first, last, record_id(shard, through), static_cast<std::int64_t>(limit));
    table.blank_read.run(first, last, record_id(shard, through));
}

}  // namespace vitrine::host::tables
