// What a function's answer says of the batch it was given (ReportBatchItemFailures).
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "host/events/stream_source.hpp"

namespace vitrine::host {

enum class BadAnswer { no_json, unknown_record };

// The place in the batch of the first record that failed: everything before it is done. nullopt: all went well.
// An answer that is not understood stands for a failure of the whole batch.
[[nodiscard]] std::expected<std::optional<std::size_t>, BadAnswer> first_failure(std::string_view answer,
                                                                                 const std::vector<Record>& batch);

}  // namespace vitrine::host
