// The records of a table's stream.
#pragma once

#include <cstdint>
#include <string>

#include "lib/time.hpp"

namespace vitrine::host {

// An item's changes go to one shard, chosen by the hash of its partition key.
constexpr unsigned shards_per_stream = 4;

// One record of a table's stream, as GetRecords gives it, DynamoDB-JSON. `json` is a whole Lambda stream event record
// (eventID, eventName, eventVersion, eventSource, awsRegion, dynamodb{...}, userIdentity for TTL, eventSourceARN).
struct StreamRecord {
    std::uint64_t sequence;  // grows within a shard; SequenceNumber says it (sequence_number.hpp)
    Instant created;
    std::string json;
};

}  // namespace vitrine::host
