#include "host/tables/storage/catalogue.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::string_view layout =
    "CREATE TABLE IF NOT EXISTS tables (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL, ttl TEXT "
    "NOT NULL, created INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS indexes (id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, name TEXT NOT NULL, key "
    "TEXT "
    "NOT NULL, UNIQUE (table_id, name));"
    "CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, request BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT "
    "ROWID;"
    "CREATE INDEX IF NOT EXISTS tokens_by_time ON tokens (at);"
    "CREATE TABLE IF NOT EXISTS checkpoints (reader TEXT NOT NULL, shard INTEGER NOT NULL, sequence INTEGER NOT NULL, "
    "PRIMARY KEY (reader, shard)) WITHOUT ROWID;";

constexpr std::string_view table_layout =
    "CREATE TABLE items_{0} (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, item TEXT NOT NULL, size INTEGER NOT "
    "NULL, "
    "expires INTEGER);"
    "CREATE INDEX expiry_{0} ON items_{0} (expires) WHERE expires IS NOT NULL;"
    "CREATE TABLE stream_{0} (id INTEGER PRIMARY KEY, created INTEGER NOT NULL, record TEXT NOT NULL)";

std::string key_text(const KeyAttribute& partition, const std::optional<KeyAttribute>& sort) {
    std::string out = partition.name + ':' + std::string(letter_of(partition.type));
    if (sort) out += ' ' + sort->name + ':' + std::string(letter_of(sort->type));
    return out;
}

// user_version of the file. 1: SequenceNumbers are unique in their stream, not in their shard alone. 2: what is deleted
// is overwritten; what was deleted before has been.
constexpr std::int64_t unique_numbers = 1;
constexpr std::int64_t deleted_is_gone = 2;

// Records of before have their place in the shard as SequenceNumber, 21 digits with zeros in front. In a record nothing
// else can read so: all text of an item stands under its type.
constexpr std::string_view renumber = R"(UPDATE stream_{0} SET record = replace(record,
    '"SequenceNumber":"' || printf('%021d', id % 281474976710656) || '"',
    '"SequenceNumber":"1' || printf('%020d', (id % 281474976710656) * {1} + id / 281474976710656) || '"'))";

// 2026-11-22T15:04:05.678
std::string stream_label(Instant created) {
    std::string label = rfc3339(created);
    label.pop_back();
    return label;
}

class BringUp {
public:
    BringUp(Storage& storage, const App& app, const CatalogueOptions& options)
        : storage_(storage), db_(storage.database()), app_(app), options_(options) {}

    std::expected<Catalogue, std::string> run();

private:
    [[nodiscard]] std::int64_t version();
    void set_version(std::int64_t version);
    void migrate();
    void overwrite_deleted();
    std::expected<Schema, std::string> table(const Table& declared);
    void indexes(Schema& schema);
    IndexSchema index(const Schema& schema, const Index& declared);
    void drop_undeclared(const Schema& schema);
    void fill(const Schema& schema, const IndexSchema& index);
    void follow_ttl(const Schema& schema);
    void each_item(const Schema& schema, const std::function<void(std::int64_t, std::string_view, const Item&)>& visit);
    std::int64_t created_table(const Table& declared, const std::string& key);

    Storage& storage_;
    Database& db_;
    const App& app_;
    const CatalogueOptions& options_;
};

std::expected<Catalogue, std::string> BringUp::run() {
    Catalogue out;
    db_.execute("BEGIN IMMEDIATE");
    db_.execute(std::string(layout));
    {
        Statement any = db_.prepare("SELECT 1 FROM tables LIMIT 1");
        out.fresh = !any.step();
    }
    migrate();
    if (out.fresh) set_version(deleted_is_gone);
    for (const auto& [name, declared] : app_.tables) {
        auto schema = table(declared);
        if (!schema) return std::unexpected(std::move(schema.error()));
        out.schemas.emplace(schema->deployed, std::move(*schema));
    }
    db_.execute("COMMIT");
    if (const auto error = db_.take_error()) {
        db_.roll_back();
        return std::unexpected(
            fmt::format("The tables in {} cannot be opened: {}", options_.folder.string(), error->message));
    }
    overwrite_deleted();
    return out;
}

std::int64_t BringUp::version() {
    Statement asked = db_.prepare("PRAGMA user_version");
    return asked.step() ? asked.integer(0) : 0;
}

void BringUp::set_version(std::int64_t version) {
    db_.execute(fmt::format("PRAGMA user_version = {}", version));
}

// Where there is no room for a copy of the file, it is tried again at the next start.
void BringUp::overwrite_deleted() {
    if (version() >= deleted_is_gone) return;
    db_.execute("VACUUM");
    set_version(deleted_is_gone);
    static_cast<void>(db_.take_error());
}

void BringUp::migrate() {
    if (version() >= unique_numbers) return;
    std::vector<std::int64_t> ids;
    {
        Statement all = db_.prepare("SELECT id FROM tables");
        while (all.step()) ids.push_back(all.integer(0));
    }
    for (const std::int64_t id : ids) db_.execute(fmt::format(fmt::runtime(renumber), id, shards_per_stream));
    set_version(unique_numbers);
}

std::expected<Schema, std::string> BringUp::table(const Table& declared) {
    const std::string key = key_text(declared.partition, declared.sort);
    Schema schema{.id = 0,
                  .declared = declared,
                  .deployed = options_.name_prefix + declared.name,
                  .resource = "table." + declared.name,
                  .arn = {},
                  .stream_label = {},
                  .created = options_.now,
                  .indexes = {}};
    schema.arn = fmt::format("arn:aws:dynamodb:{}:000000000000:table/{}", options_.region, schema.deployed);
    std::string ttl = declared.ttl.value_or("");
    {
        Statement known = db_.prepare("SELECT id, key, ttl, created FROM tables WHERE name = ?1");
        known.bind(std::string_view(declared.name));
        if (known.step()) {
            schema.id = known.integer(0);
            ttl = known.bytes(2);
            schema.created = Instant{Milliseconds{known.integer(3)}};
            if (known.bytes(1) != key)
                return std::unexpected(
                    fmt::format("Table {} in {} has the key {}, app.yaml says {}. Change it back, or begin anew with "
                                "'vitrine reset'.",
                                declared.name, options_.folder.string(), known.bytes(1), key));
        }
    }
    if (schema.id == 0) schema.id = created_table(declared, key);
    schema.stream_label = stream_label(schema.created);
    if (ttl != declared.ttl.value_or("")) follow_ttl(schema);
    indexes(schema);
    return schema;
}

std::int64_t BringUp::created_table(const Table& declared, const std::string& key) {
    db_.prepare("INSERT INTO tables (name, key, ttl, created) VALUES (?1, ?2, ?3, ?4)")
        .run(std::string_view(declared.name), std::string_view(key), std::string_view(declared.ttl.value_or("")),
             std::int64_t{options_.now.time_since_epoch().count()});
    const std::int64_t id = db_.last_row_id();
    db_.execute(fmt::format(fmt::runtime(table_layout), id));
    return id;
}

void BringUp::indexes(Schema& schema) {
    drop_undeclared(schema);
    for (const Index& declared : schema.declared.indexes) schema.indexes.push_back(index(schema, declared));
}

IndexSchema BringUp::index(const Schema& schema, const Index& declared) {
    const std::string key = key_text(declared.partition, declared.sort);
    {
        Statement known = db_.prepare("SELECT id FROM indexes WHERE table_id = ?1 AND name = ?2 AND key = ?3");
        known.bind(schema.id, std::string_view(declared.name), std::string_view(key));
        if (known.step()) return {known.integer(0), declared};
    }
    db_.prepare("INSERT INTO indexes (table_id, name, key) VALUES (?1, ?2, ?3)")
        .run(schema.id, std::string_view(declared.name), std::string_view(key));
    const IndexSchema index{db_.last_row_id(), declared};
    db_.execute(
        fmt::format("CREATE TABLE index_{} (key BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID", index.id));
    fill(schema, index);
    return index;
}

// An index of another key is another index.
void BringUp::drop_undeclared(const Schema& schema) {
    std::set<std::string> declared;
    for (const Index& index : schema.declared.indexes)
        declared.insert(index.name + '\n' + key_text(index.partition, index.sort));
    std::vector<std::int64_t> gone;
    {
        Statement known = db_.prepare("SELECT id, name || char(10) || key FROM indexes WHERE table_id = ?1");
        known.bind(schema.id);
        while (known.step())
            if (!declared.contains(std::string(known.bytes(1)))) gone.push_back(known.integer(0));
    }
    for (const std::int64_t id : gone) {
        db_.execute(fmt::format("DROP TABLE index_{}", id));
        db_.prepare("DELETE FROM indexes WHERE id = ?1").run(id);
    }
}

void BringUp::each_item(const Schema& schema,
                        const std::function<void(std::int64_t, std::string_view, const Item&)>& visit) {
    Statement all = db_.prepare(fmt::format("SELECT id, key, item FROM items_{}", schema.id));
    while (all.step())
        if (const auto item = stored_item(all.bytes(2))) visit(all.integer(0), all.bytes(1), *item);
}

void BringUp::fill(const Schema& schema, const IndexSchema& index) {
    Statement insert = db_.prepare(fmt::format("INSERT INTO index_{} (key, id) VALUES (?1, ?2)", index.id));
    each_item(schema, [&](std::int64_t id, std::string_view key, const Item& item) {
        if (!check_item({.id = 0,
                         .declared = {},
                         .deployed = {},
                         .resource = {},
                         .arn = {},
                         .stream_label = {},
                         .created = {},
                         .indexes = {index}},
                        item))
            return;  // an attribute of another type keeps an item out of the index, as in AWS
        if (const auto entry = index_key(index.declared, item, key)) insert.run(Blob{*entry}, id);
    });
}

void BringUp::follow_ttl(const Schema& schema) {
    std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> expiries;
    each_item(schema, [&](std::int64_t id, std::string_view, const Item& item) {
        expiries.emplace_back(id, expiry_of(schema, item));
    });
    Statement update = db_.prepare(fmt::format("UPDATE items_{} SET expires = ?2 WHERE id = ?1", schema.id));
    for (const auto& [id, expires] : expiries) update.run(id, expires);
    db_.prepare("UPDATE tables SET ttl = ?2 WHERE id = ?1")
        .run(schema.id, std::string_view(schema.declared.ttl.value_or("")));
}

}  // namespace

std::expected<FolderLock, std::string> FolderLock::take(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto file = folder / "tables.lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return std::unexpected(
            fmt::format("The data folder {} cannot be written: {}. Make it writable, or choose another.",
                        folder.string(), std::strerror(errno)));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        std::array<char, 32> holder{};
        const auto size = ::pread(descriptor, holder.data(), holder.size(), 0);
        ::close(descriptor);
        return std::unexpected(fmt::format(
            "The data folder {} is in use by process {}. Stop it, or choose another folder.", folder.string(),
            std::string_view(holder.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)))));
    }
    FolderLock lock(descriptor);
    const std::string own = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, own.data(), own.size(), 0) < 0)
        return std::unexpected(fmt::format("The data folder {} cannot be written: {}. Make room, or choose another.",
                                           folder.string(), std::strerror(errno)));
    return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::expected<Catalogue, std::string> bring_up(Storage& storage, const App& app, const CatalogueOptions& options) {
    return BringUp(storage, app, options).run();
}

}  // namespace vitrine::host::tables
