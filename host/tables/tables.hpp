// Tables behind DynamoDB's JSON protocol (DynamoDB_20120810), on SQLite: WAL, one writer thread, group commit,
// an fsync before the answer. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/app/app.hpp"
#include "host/tables/protocol/authorize.hpp"
#include "host/tables/protocol/stream.hpp"
#include "lib/time.hpp"

namespace vitrine::host {

struct TableAnswer {
    int status = 200;
    std::string body;  // JSON; for errors {"__type":"com.amazonaws.dynamodb.v20120810#...","message":...}
};
using TableDone = std::function<void(TableAnswer)>;

struct TablesOptions {
    std::filesystem::path folder;
    std::string name_prefix;  // vitrine-local-
    std::string region;
    Clock clock;
    std::string files = {};  // the file system they are written through (faulty_files.hpp); empty: SQLite's own
};

struct TablesCounters {
    std::uint64_t commits = 0;  // write transactions acknowledged
    std::uint64_t fsyncs = 0;   // group commits that reached the disk
};

class Tables {
public:
    // Opens or creates the tables that the topology declares. The text says what to do about a failure.
    [[nodiscard]] static std::expected<std::unique_ptr<Tables>, std::string> open(const App& app,
                                                                                  TablesOptions options);
    ~Tables();

    // Carries out one operation (`PutItem`). Reads are answered before this returns, on the caller's thread; writes are
    // answered from the writer thread after their fsync. `done` is called exactly once.
    void execute(std::string_view operation, std::string_view body, const Authorize& allowed, TableDone done);

    // Records of one shard with a sequence above `after`, oldest first, at most `limit`; why they cannot be read now.
    // Any thread.
    using StreamRecords = std::expected<std::vector<StreamRecord>, std::string>;
    [[nodiscard]] StreamRecords read_stream(std::string_view table, unsigned shard, std::uint64_t after,
                                            std::size_t limit) const;
    // Called from the writer thread after commits that added records to this table's stream.
    void on_stream(std::string_view table, std::function<void()> notify);

    // Where a reader of a stream has got to; survives restarts. `reader` names the mapping.
    [[nodiscard]] std::uint64_t checkpoint(std::string_view reader, unsigned shard) const;
    void save_checkpoint(std::string_view reader, unsigned shard, std::uint64_t sequence);

    // Deletes items past their TTL (at most `limit`), with TTL's userIdentity on the stream. Call now and then.
    void expire(std::size_t limit);

    // Takes from the disk what nobody has a claim to any more: records that all readers of their stream have read, and
    // the write-ahead log, which keeps what was replaced and deleted. So as not to be in the way of writes, it waits
    // for a call before which there were none since the last, but for 30 calls at most. Call every second.
    using StreamReaders =
        std::multimap<std::string, std::string>;  // a table's name, as in app.yaml, and its stream's readers
    void compact(const StreamReaders& readers);

    // True where the folder held no tables before open.
    [[nodiscard]] bool fresh() const;
    // Since open. Any thread.
    [[nodiscard]] TablesCounters counters() const;

private:
    struct Impl;
    explicit Tables(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::host
