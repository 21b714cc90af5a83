// The SequenceNumber of a stream's records: unique in the stream, and rising within a shard, so within an item's
// records. 21 digits without a leading zero; DynamoDB's have 21 to 40.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::host {

// Of the record that is the shard's `sequence`th.
[[nodiscard]] std::string sequence_number(unsigned shard, std::uint64_t sequence);
// Which one of its shard that was; nullopt for what is no number of ours.
[[nodiscard]] std::optional<std::uint64_t> sequence_of(std::string_view number);

}  // namespace vitrine::host
