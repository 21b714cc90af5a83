// A change of an item as a record of its table's stream, in the form of Lambda's events.
// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "host/tables/storage/schema.hpp"

namespace vitrine::host::tables {

enum class Cause { caller, expiry };  // expiry: TTL's userIdentity stands in the record

struct ItemChange {
    const Item* before;  // nullptr: it was not there
    const Item* after;   // nullptr: it is gone
    std::string_view before_text;
    std::string_view after_text;
    Cause cause;
};

// The record's JSON, with the images that the stream's view holds.
[[nodiscard]] std::string stream_record(const Schema& schema, std::string_view region, unsigned shard,
                                        std::uint64_t sequence, Instant created, const ItemChange& change);

}  // namespace vitrine::host::tables
