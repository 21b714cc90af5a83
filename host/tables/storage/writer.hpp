// The one thread that writes: all writes queued at a moment become one SQLite transaction and one fsync, and are
// answered after it.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "host/tables/protocol/failure.hpp"
#include "host/tables/storage/write_session.hpp"
#include "lib/time.hpp"

namespace vitrine::host::tables {

// Judges and carries out one write; the answer's JSON. Must write nothing when it fails. May run more than once: a
// group that cannot be committed is taken apart, and each write tried alone.
using Work = std::function<Result<std::string>(WriteSession&)>;
using Done = std::function<void(Result<std::string>)>;

class Writer {
public:
    Writer(Storage storage, std::string region, Clock clock);
    ~Writer();  // carries out what is queued, then ends

    // Any thread. `done` is called on the writer's thread.
    void submit(Work work, Done done);
    // Empties the write-ahead log between two groups. Any thread.
    void empty_log();
    // `notify` is called on the writer's thread, after commits with records on the stream of this table.
    void on_stream(std::string table, std::function<void()> notify);

private:
    struct Job {
        Work work;
        Done done;
    };
    void run();
    void carry_out(std::vector<Job>& jobs);
    [[nodiscard]] bool commit(std::span<Job> jobs, std::vector<Result<std::string>>& results);
    void notify_streams(const std::set<std::string>& touched);

    Storage storage_;
    WriteSession session_;
    Clock clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Job> queue_;
    bool ending_ = false;
    bool log_is_due_ = false;  // to be emptied
    std::mutex listeners_mutex_;
    std::multimap<std::string, std::function<void()>> listeners_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace vitrine::host::tables
