#include "host/tables/storage/writer.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_group_size = 512;
constexpr int pages_to_checkpoint = 1000;

std::unexpected<Failure> internal_error() {
    return failed(Fault::internal,
                  "The request processing has failed because of an unknown error, exception or failure.");
}

}  // namespace

Writer::Writer(Storage storage, std::string region, Clock clock)
    : storage_(std::move(storage)),
      session_(storage_, std::move(region)),
      clock_(std::move(clock)),
      thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Writer::submit(Work work, Done done) {
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back({std::move(work), std::move(done)});
    }
    wake_.notify_one();
}

void Writer::empty_log() {
    {
        const std::lock_guard lock(mutex_);
        log_is_due_ = true;
    }
    wake_.notify_one();
}

void Writer::on_stream(std::string table, std::function<void()> notify) {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.emplace(std::move(table), std::move(notify));
}

void Writer::run() {
    std::vector<Job> jobs;
    while (true) {
        bool log_is_due = false;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !queue_.empty() || log_is_due_; });
            if (queue_.empty() && ending_) return;
            jobs.swap(queue_);
            log_is_due = std::exchange(log_is_due_, false);
        }
        carry_out(jobs);
        jobs.clear();
        if (log_is_due) storage_.database().empty_log();
    }
}

void Writer::carry_out(std::vector<Job>& jobs) {
    std::vector<Result<std::string>> results;
    for (std::size_t from = 0; from < jobs.size(); from += max_group_size) {
        const std::span group(jobs.begin() + static_cast<std::ptrdiff_t>(from),
                              std::min(max_group_size, jobs.size() - from));
        if (commit(group, results)) {
            for (std::size_t i = 0; i < group.size(); ++i) group[i].done(std::move(results[i]));
            notify_streams(session_.streams_touched());
        } else {
            // One that cannot be written, for want of room, say, must not take the others with it.
            for (Job& job : group) {
                const bool written = commit({&job, 1}, results);
                job.done(written ? std::move(results.front()) : internal_error());
                if (written) notify_streams(session_.streams_touched());
            }
        }
        if (storage_.database().log_pages() > pages_to_checkpoint) storage_.database().checkpoint();
    }
}

bool Writer::commit(std::span<Job> jobs, std::vector<Result<std::string>>& results) {
    Database& db = storage_.database();
    results.clear();
    session_.begin(clock_());
    db.cached("BEGIN IMMEDIATE").run();
    for (Job& job : jobs) {
        results.push_back(job.work(session_));
        if (db.failed()) break;
    }
    db.cached("COMMIT").run();
    if (db.take_error()) {
        db.roll_back();
        session_.forget();
        return false;
    }
    return true;
}

void Writer::notify_streams(const std::set<std::string>& touched) {
    if (touched.empty()) return;
    const std::lock_guard lock(listeners_mutex_);
    for (const std::string& table : touched) {
        const auto [first, last] = listeners_.equal_range(table);
        for (auto at = first; at != last; ++at) at->second();
    }
}

}  // namespace vitrine::host::tables
