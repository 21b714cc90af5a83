// What time takes away: items past their TTL, old stream records, old request tokens.
#pragma once

#include <chrono>
#include <cstddef>

#include "host/tables/storage/schema.hpp"
#include "host/tables/storage/write_session.hpp"

namespace vitrine::host::tables {

// At most `limit` items in all. An expiry more than five years past is taken for no time at all, as AWS does.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
void delete_expired(WriteSession& session, const Schemas& schemas, std::size_t limit);

// A bounded part of the stream records older than `retention`, and of the tokens that are void.
void trim(WriteSession& session, const Schemas& schemas, std::chrono::hours retention);

}  // namespace vitrine::host::tables
