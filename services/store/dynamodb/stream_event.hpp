// A DynamoDB stream's batch as Lambda sends it, and what to answer.
// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/stream.hpp"

namespace shop::aws {

// The records in order. The text says what is wrong with the event as a whole; an image that cannot be read is left
// out.
[[nodiscard]] std::expected<std::vector<store::StreamRecord>, std::string> read_stream_event(std::string_view payload);

// All done.
[[nodiscard]] std::string batch_done();
// Everything from this record on is to be tried again.
[[nodiscard]] std::string batch_failed_from(std::string_view sequence);

}  // namespace shop::aws
