// Where batches that were given up are written down: DATA/queues/NAME.jsonl, one JSON record a line, as Lambda sends it
// to a failure destination. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/events/stream_source.hpp"

namespace vitrine::host {

struct DiscardedBatch {
    std::string_view request_id;
    std::string_view function_arn;
    std::string_view condition;  // RetryAttemptsExhausted, RecordAgeExceeded
    int invocations = 0;
    Instant at;
    const Shard& shard;
    const std::vector<Record>& batch;  // not empty
};

// One line of JSON without its end, as Lambda's documentation shows it.
[[nodiscard]] std::string failure_record(const DiscardedBatch& discarded);

// Appends a line. The text says what went wrong.
[[nodiscard]] std::expected<void, std::string> append_line(const std::filesystem::path& file, std::string_view line);

}  // namespace vitrine::host
