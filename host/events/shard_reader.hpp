// One shard of one stream mapping: batches in order, one in flight, by Lambda's rules.
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
#pragma once

#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/app/app.hpp"
#include "host/app/pattern.hpp"
#include "host/events/stream_source.hpp"
#include "host/functions/functions.hpp"
#include "host/functions/timer.hpp"
#include "lib/ids.hpp"
#include "lib/log.hpp"

namespace vitrine::host {

struct ShardReaderOptions {
    std::string name;  // of the mapping: where its checkpoints are kept
    std::string function_arn;
    std::filesystem::path queues;                // folder of failure destinations
    std::chrono::milliseconds min_backoff{100};  // after a failed batch; doubles with each try, up to
    std::chrono::milliseconds max_backoff{10'000};
    Clock clock;
    Random random;
    Log log;
};

class ShardReader : public std::enable_shared_from_this<ShardReader> {
public:
    // All references must outlive the reader. It begins with the first wake.
    ShardReader(boost::asio::io_context& network, const StreamMapping& mapping, const std::vector<Pattern>& filters,
                Shard shard, StreamSource& source, FunctionService& functions, const ShardReaderOptions& options);

    // There may be something to read.
    void wake();

private:
    struct Batch {
        std::vector<Record> records;
        int attempts = 0;     // that count against the mapping's retries
        int invocations = 0;  // in all
    };
    enum class Phase { idle, reading, invoking, backing_off };

    void step();
    void read();
    void on_read(StreamSource::Records records);
    void plan(std::vector<Record> records);
    [[nodiscard]] bool passes(const Record& record) const;
    void deliver();
    void discard_expired();
    void invoke();
    void on_result(const InvokeResult& result);
    void on_answer(std::string_view answer);
    void on_failure(std::string_view reason);
    void on_partial(std::size_t first);
    void retry(std::string_view reason);
    void split(std::size_t at);
    void discard(const Batch& batch, std::string_view condition);
    void done_to(const std::string& sequence);
    void back_off();

    const StreamMapping& mapping_;
    const std::vector<Pattern>& filters_;
    Shard shard_;
    StreamSource& source_;
    FunctionService& functions_;
    const ShardReaderOptions& options_;
    Timer timer_;
    Phase phase_ = Phase::idle;
    bool woken_ = false;         // while it was busy reading
    std::string position_;       // the last record read
    std::deque<Batch> batches_;  // read and not done
    std::size_t skipped_ = 0;    // records that passed no filter since the last checkpoint
    std::string request_id_;     // of the last invocation
    int backoffs_ = 0;           // in a row
};

}  // namespace vitrine::host
