#include "host/tables/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include "host/tables/operations/request.hpp"
#include "host/tables/storage/catalogue.hpp"
#include "host/tables/storage/counted_files.hpp"
#include "host/tables/storage/expiry.hpp"
#include "host/tables/storage/keys.hpp"
#include "host/tables/storage/writer.hpp"

namespace vitrine::host {

using namespace tables;

namespace {

constexpr std::string_view file_name = "tables.db";
constexpr std::chrono::hours stream_retention{24};
constexpr std::size_t idle_readers = 4;  // kept open; more are opened as threads ask at once

struct Operation {
    std::string_view name;
    ReadOperation read;
    WriteOperation write;
};
constexpr std::array<Operation, 12> operations{{
    {"GetItem", get_item, nullptr},
    {"PutItem", nullptr, put_item},
    {"UpdateItem", nullptr, update_item},
    {"DeleteItem", nullptr, delete_item},
    {"Query", query, nullptr},
    {"Scan", scan, nullptr},
    {"BatchGetItem", batch_get_item, nullptr},
    {"BatchWriteItem", nullptr, batch_write_item},
    {"TransactWriteItems", nullptr, transact_write_items},
    {"TransactGetItems", transact_get_items, nullptr},
    {"DescribeTable", describe_table, nullptr},
    {"ListTables", list_tables, nullptr},
}};

TableAnswer answer_of(Result<std::string>&& result) {
    if (result) return {200, std::move(*result)};
    return {status_of(result.error()), json_of(result.error())};
}

// Connections for reading, lent to one caller at a time.
class Readers {
public:
    Readers(std::filesystem::path file, std::string vfs) : file_(std::move(file)), vfs_(std::move(vfs)) {}

    // Runs `read` on a connection; a storage error takes the place of its result.
    Result<std::string> with(const std::function<Result<std::string>(Storage&)>& read) {
        auto storage = take();
        if (!storage) return failed(Fault::internal, std::move(storage.error()));
        auto result = read(*storage);
        if (storage->database().take_error()) {
            storage->database().roll_back();
            result = failed(Fault::internal, "The tables could not be read");
        }
        give_back(std::move(*storage));
        return result;
    }

private:
    std::expected<Storage, std::string> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                Storage storage = std::move(idle_.back());
                idle_.pop_back();
                return storage;
            }
        }
        return Storage::open(file_, Database::Mode::read, vfs_);
    }
    void give_back(Storage storage) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < idle_readers) idle_.push_back(std::move(storage));
    }

    std::filesystem::path file_;
    std::string vfs_;
    std::mutex mutex_;
    std::vector<Storage> idle_;
};

using Checkpoints = std::map<std::pair<std::string, unsigned>, std::uint64_t>;

Checkpoints stored_checkpoints(Storage& storage) {
    Checkpoints out;
    Statement all = storage.database().prepare("SELECT reader, shard, sequence FROM checkpoints");
    while (all.step())
        out[{std::string(all.bytes(0)), static_cast<unsigned>(all.integer(1))}] =
            static_cast<std::uint64_t>(all.integer(2));
    return out;
}

}  // namespace

struct Tables::Impl {
    Impl(FolderLock held, std::unique_ptr<CountedFiles> counted, Catalogue opened, Checkpoints stored, Storage storage,
         TablesOptions chosen)
        : lock(std::move(held)),
          files(std::move(counted)),
          catalogue(std::move(opened)),
          options(std::move(chosen)),
          fsyncs_before(files->fsyncs()),
          checkpoints(std::move(stored)),
          readers(options.folder / file_name, files->name()),
          writer(std::move(storage), options.region, options.clock) {
        for (const auto& [deployed, schema] : catalogue.schemas) by_name.emplace(schema.declared.name, &schema);
    }

    FolderLock lock;  // first: given up last
    std::unique_ptr<CountedFiles> files;
    Catalogue catalogue;
    TablesOptions options;
    std::uint64_t fsyncs_before;
    std::atomic<std::uint64_t> commits = 0;
    std::uint64_t commits_seen = 0;                             // by the last tidy
    int calls_in_vain = 0;                                      // of tidy, while there were commits
    std::map<std::string, const Schema*, std::less<>> by_name;  // as in app.yaml
    std::mutex checkpoints_mutex;
    Checkpoints checkpoints;
    Readers readers;
    Writer writer;
};

std::expected<std::unique_ptr<Tables>, std::string> Tables::open(const App& app, TablesOptions options) {
    auto lock = FolderLock::take(options.folder);
    if (!lock) return std::unexpected(std::move(lock.error()));
    auto files = std::make_unique<CountedFiles>(options.files);
    const auto cannot_be_opened = [&](std::string_view why) {
        return std::unexpected(fmt::format("The tables in {} cannot be opened: {}", options.folder.string(), why));
    };
    auto storage = Storage::open(options.folder / file_name, Database::Mode::write, files->name());
    if (!storage) return cannot_be_opened(storage.error());
    auto catalogue = bring_up(*storage, app,
                              {.folder = options.folder,
                               .name_prefix = options.name_prefix,
                               .region = options.region,
                               .now = options.clock()});
    if (!catalogue) return std::unexpected(std::move(catalogue.error()));
    auto checkpoints = stored_checkpoints(*storage);
    if (const auto error = storage->database().take_error()) return cannot_be_opened(error->message);
    return std::unique_ptr<Tables>(
        new Tables(std::make_unique<Impl>(std::move(*lock), std::move(files), std::move(*catalogue),
                                          std::move(checkpoints), std::move(*storage), std::move(options))));
}

Tables::Tables(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Tables::~Tables() = default;

void Tables::execute(std::string_view operation, std::string_view body, const Authorize& allowed, TableDone done) {
    const auto answer = [&done](Result<std::string> result) { done(answer_of(std::move(result))); };
    const auto known = std::ranges::find(operations, operation, &Operation::name);
    if (known == operations.end()) return answer(failed(Fault::unknown_operation, ""));
    const JsonText json(body);
    if (json.value() == nullptr || !json.value()->is_object()) return answer(failed(Fault::serialization, ""));
    const Members request(json.value()->get_object());
    const Caller caller{impl_->catalogue.schemas, allowed};
    if (known->read != nullptr)
        return answer(impl_->readers.with([&](Storage& storage) { return known->read(caller, request, storage); }));
    auto work = known->write(caller, request);
    if (!work) return answer(std::unexpected(std::move(work.error())));
    impl_->writer.submit(std::move(*work), [done = std::move(done), impl = impl_.get()](Result<std::string> result) {
        if (result) impl->commits.fetch_add(1, std::memory_order_relaxed);
        done(answer_of(std::move(result)));
    });
}

Tables::StreamRecords Tables::read_stream(std::string_view table, unsigned shard, std::uint64_t after,
                                          std::size_t limit) const {
    std::vector<StreamRecord> records;
    const auto found = impl_->by_name.find(table);
    if (found == impl_->by_name.end() || shard >= shards_per_stream) return records;
    const Instant since = impl_->options.clock() - stream_retention;
    const auto read = impl_->readers.with([&](Storage& storage) -> Result<std::string> {
        records = storage.stream(*found->second, shard, after, limit, since);
        return "";
    });
    if (!read) return std::unexpected(read.error().message);
    return records;
}

void Tables::on_stream(std::string_view table, std::function<void()> notify) {
    impl_->writer.on_stream(std::string(table), std::move(notify));
}

std::uint64_t Tables::checkpoint(std::string_view reader, unsigned shard) const {
    const std::lock_guard lock(impl_->checkpoints_mutex);
    const auto found = impl_->checkpoints.find({std::string(reader), shard});
    return found == impl_->checkpoints.end() ? 0 : found->second;
}

void Tables::save_checkpoint(std::string_view reader, unsigned shard, std::uint64_t sequence) {
    {
        const std::lock_guard lock(impl_->checkpoints_mutex);
        impl_->checkpoints[{std::string(reader), shard}] = sequence;
    }
    // Records after a checkpoint that a crash took are delivered again, as Lambda may do at any time.
    impl_->writer.submit(
        [reader = std::string(reader), shard, sequence](WriteSession& session) -> Result<std::string> {
            session.storage()
                .database()
                .cached("INSERT OR REPLACE INTO checkpoints (reader, shard, sequence) VALUES (?1, ?2, ?3)")
                .run(std::string_view(reader), std::int64_t{shard}, static_cast<std::int64_t>(sequence));
            return "";
        },
        [](const Result<std::string>&) {});
}

void Tables::expire(std::size_t limit) {
    const Schemas* schemas = &impl_->catalogue.schemas;
    impl_->writer.submit(
        [schemas, limit](WriteSession& session) -> Result<std::string> {
            delete_expired(session, *schemas, limit);
            trim(session, *schemas, stream_retention);
            return "";
        },
        [](const Result<std::string>&) {});
}

void Tables::compact(const StreamReaders& readers) {
    constexpr int max_calls = 30;
    constexpr std::size_t records_dropped = 500;  // of a shard, at a time
    const std::uint64_t commits = impl_->commits.load(std::memory_order_relaxed);
    const bool quiet = commits == std::exchange(impl_->commits_seen, commits);
    if (!quiet && ++impl_->calls_in_vain < max_calls) return;
    impl_->calls_in_vain = 0;
    std::map<std::pair<const Schema*, unsigned>, std::uint64_t> read;
    for (const auto& [table, reader] : readers) {
        const auto found = impl_->by_name.find(table);
        if (found == impl_->by_name.end()) continue;
        for (unsigned shard = 0; shard < shards_per_stream; ++shard) {
            const std::uint64_t place = checkpoint(reader, shard);
            const auto [known, first] = read.emplace(std::pair{found->second, shard}, place);
            if (!first) known->second = std::min(known->second, place);
        }
    }
    // Queued behind the checkpoints that it is based on.
    impl_->writer.submit(
        [read = std::move(read)](WriteSession& session) -> Result<std::string> {
            for (const auto& [of, through] : read)
                session.storage().drop_records(*of.first, of.second, through, records_dropped);
            return "";
        },
        [](const Result<std::string>&) {});
    impl_->writer.empty_log();
}

bool Tables::fresh() const {
    return impl_->catalogue.fresh;
}

TablesCounters Tables::counters() const {
    return {impl_->commits.load(std::memory_order_relaxed), impl_->files->fsyncs() - impl_->fsyncs_before};
}

}  // namespace vitrine::host
