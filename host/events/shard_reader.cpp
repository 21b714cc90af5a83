#include "host/events/shard_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/events/batch_outcome.hpp"
#include "host/events/failure_queue.hpp"
#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {

namespace {

// Lambda's limit of an event, less its frame.
constexpr std::size_t max_payload_bytes = 6 * 1024 * 1024 - 1024;
// So many records that nobody wants may be read again after a crash.
constexpr std::size_t skips_between_checkpoints = 1000;

std::string to_event(const std::vector<Record>& records) {
    std::size_t size = 16;
    for (const Record& record : records) size += record.json.size() + 1;
    std::string event = R"({"Records":[)";
    event.reserve(size);
    for (const Record& record : records) {
        if (&record != &records.front()) event += ',';
        event += record.json;
    }
    return event += "]}";
}

}  // namespace

ShardReader::ShardReader(boost::asio::io_context& network, const StreamMapping& mapping,
                         const std::vector<Pattern>& filters, Shard shard, StreamSource& source,
                         FunctionService& functions, const ShardReaderOptions& options)
    : mapping_(mapping),
      filters_(filters),
      shard_(std::move(shard)),
      source_(source),
      functions_(functions),
      options_(options),
      timer_(network,
             [this] {
                 phase_ = Phase::idle;
                 step();
             }),
      position_(source_.checkpoint(options_.name, shard_)) {}

void ShardReader::wake() {
    woken_ = true;
    step();
}

void ShardReader::step() {
    if (phase_ != Phase::idle) return;
    if (!batches_.empty()) return deliver();
    if (woken_) read();
}

void ShardReader::read() {
    woken_ = false;
    phase_ = Phase::reading;
    source_.read(shard_, position_, static_cast<std::size_t>(mapping_.batch),
                 [weak = weak_from_this()](StreamSource::Records records) {
                     if (const auto self = weak.lock()) self->on_read(std::move(records));
                 });
}

void ShardReader::on_read(StreamSource::Records records) {
    phase_ = Phase::idle;
    if (!records) {
        options_.log.warning("The stream of {Table} cannot be read: {Reason}",
                             {{"Table", shard_.table}, {"Reason", records.error()}});
        woken_ = true;
        return back_off();
    }
    if (!records->empty()) {
        position_ = records->back().sequence;
        woken_ = true;  // there may be more behind it
        plan(std::move(*records));
    }
    step();
}

void ShardReader::plan(std::vector<Record> records) {
    Batch batch;
    std::size_t size = 0;
    for (Record& record : records) {
        if (!passes(record)) {
            ++skipped_;
            continue;
        }
        if (!batch.records.empty() && size + record.json.size() > max_payload_bytes) {
            batches_.push_back(std::exchange(batch, {}));
            size = 0;
        }
        size += record.json.size() + 1;
        batch.records.push_back(std::move(record));
    }
    if (!batch.records.empty()) batches_.push_back(std::move(batch));
    if (batches_.empty() && skipped_ >= skips_between_checkpoints) done_to(position_);
}

bool ShardReader::passes(const Record& record) const {
    if (filters_.empty()) return true;
    const tables::JsonText event(record.json);
    return event.value() != nullptr &&
           std::ranges::any_of(filters_, [&](const Pattern& filter) { return filter.matches(*event.value()); });
}

void ShardReader::deliver() {
    const std::size_t before = batches_.size();
    discard_expired();
    if (batches_.size() != before) return step();
    invoke();
}

void ShardReader::discard_expired() {
    if (!mapping_.maximum_age) return;
    const Instant oldest = options_.clock() - *mapping_.maximum_age;
    Batch& batch = batches_.front();
    const auto young = std::ranges::find_if(batch.records, [&](const Record& r) { return r.created >= oldest; });
    if (young == batch.records.begin()) return;
    Batch aged{{std::make_move_iterator(batch.records.begin()), std::make_move_iterator(young)},
               batch.attempts,
               batch.invocations};
    batch.records.erase(batch.records.begin(), young);
    discard(aged, "RecordAgeExceeded");
    if (batch.records.empty()) batches_.pop_front();
}

void ShardReader::invoke() {
    phase_ = Phase::invoking;
    Batch& batch = batches_.front();
    request_id_ = new_uuid(options_.random);
    functions_.invoke(
        {mapping_.to, to_event(batch.records), new_trace_id(options_.random), new_span_id(options_.random)},
        [weak = weak_from_this()](const InvokeResult& result) {
            if (const auto self = weak.lock()) self->on_result(result);
        });
}

void ShardReader::on_result(const InvokeResult& result) {
    phase_ = Phase::idle;
    // A function that cannot take the batch now is no failure of the batch.
    if (std::holds_alternative<NotStarted>(result)) return back_off();
    ++batches_.front().invocations;
    if (const auto* returned = std::get_if<Returned>(&result)) return on_answer(returned->payload);
    const auto* failed = std::get_if<FunctionFailed>(&result);
    on_failure(failed ? fmt::format("{}: {}", failed->type, failed->message) : "timed out");
}

void ShardReader::on_answer(std::string_view answer) {
    const Batch& batch = batches_.front();
    if (mapping_.report_failures) {
        const auto failure = first_failure(answer, batch.records);
        if (!failure) return on_failure("its answer is no batch response");
        if (*failure) return on_partial(**failure);
    }
    backoffs_ = 0;
    const std::string last = batch.records.back().sequence;
    batches_.pop_front();
    done_to(batches_.empty() ? position_ : last);
    step();
}

void ShardReader::on_failure(std::string_view reason) {
    const std::size_t size = batches_.front().records.size();
    if (mapping_.bisect && size > 1) {  // a split is no try
        options_.log.warning("{Function} failed on {Count} records of {Table}, they are split in two: {Reason}",
                             {{"Function", mapping_.to}, {"Count", size}, {"Table", shard_.table}, {"Reason", reason}});
        split(size / 2);
        return back_off();
    }
    retry(reason);
}

// What comes before the first failure is done. The record that failed comes next, by itself where the batch is
// bisected: when it is given up, those behind it are not.
void ShardReader::on_partial(std::size_t first) {
    Batch& batch = batches_.front();
    if (first > 0) {
        done_to(batch.records[first - 1].sequence);
        batch.records.erase(batch.records.begin(), batch.records.begin() + static_cast<std::ptrdiff_t>(first));
        batch.attempts = 0;
    } else if (mapping_.bisect && batch.records.size() > 1) {
        split(1);
    }
    retry("it reported a record as failed");
}

void ShardReader::retry(std::string_view reason) {
    Batch& batch = batches_.front();
    ++batch.attempts;
    options_.log.warning("{Function} failed on {Count} records of {Table} (try {Attempt}): {Reason}",
                         {{"Function", mapping_.to},
                          {"Count", batch.records.size()},
                          {"Table", shard_.table},
                          {"Attempt", batch.attempts},
                          {"Reason", reason}});
    if (mapping_.retries >= 0 && batch.attempts > mapping_.retries) {
        const Batch lost = std::move(batch);
        batches_.pop_front();
        backoffs_ = 0;
        discard(lost, "RetryAttemptsExhausted");
        return step();
    }
    back_off();
}

void ShardReader::split(std::size_t at) {
    Batch& whole = batches_.front();
    const auto cut = whole.records.begin() + static_cast<std::ptrdiff_t>(at);
    Batch rest{{std::make_move_iterator(cut), std::make_move_iterator(whole.records.end())},
               whole.attempts,
               whole.invocations};
    whole.records.erase(cut, whole.records.end());
    batches_.insert(batches_.begin() + 1, std::move(rest));
}

void ShardReader::discard(const Batch& batch, std::string_view condition) {
    options_.log.error("{Count} records of {Table} from {Sequence} were given up for {Function}: {Condition}",
                       {{"Count", batch.records.size()},
                        {"Table", shard_.table},
                        {"Sequence", batch.records.front().sequence},
                        {"Function", mapping_.to},
                        {"Condition", condition}});
    if (mapping_.on_failure) {
        const std::string line = failure_record({request_id_, options_.function_arn, condition, batch.invocations,
                                                 options_.clock(), shard_, batch.records});
        const auto written = append_line(options_.queues / (*mapping_.on_failure + ".jsonl"), line);
        if (!written) options_.log.error("{Reason}", {{"Reason", written.error()}});
    }
    done_to(batch.records.back().sequence);
}

void ShardReader::done_to(const std::string& sequence) {
    skipped_ = 0;
    source_.save_checkpoint(options_.name, shard_, sequence);
}

void ShardReader::back_off() {
    phase_ = Phase::backing_off;
    const auto doubled = options_.min_backoff * (1 << std::min(backoffs_, 16));
    ++backoffs_;
    const auto span = std::min<std::chrono::milliseconds>(doubled, options_.max_backoff);
    timer_.set(std::chrono::steady_clock::now() + span);
}

}  // namespace vitrine::host
