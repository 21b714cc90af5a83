#include "host/tables/storage/expiry.hpp"

#include "host/tables/storage/tokens.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::chrono::seconds credible_age = std::chrono::days{5 * 365};
constexpr std::size_t records_trimmed = 1000;  // of a shard, at a time

}  // namespace

void delete_expired(WriteSession& session, const Schemas& schemas, std::size_t limit) {
    const std::int64_t now = epoch_seconds(session.now());
    std::size_t left = limit;
    for (const auto& [name, schema] : schemas) {
        if (!schema.declared.ttl || left == 0) continue;
        const auto keys = session.storage().expired(schema, now - credible_age.count(), now, left);
        for (const std::string& key : keys)
            session.replace(schema, key, session.find(schema, key), nullptr, Cause::expiry);
        left -= std::min(left, keys.size());
    }
}

void trim(WriteSession& session, const Schemas& schemas, std::chrono::hours retention) {
    for (const auto& [name, schema] : schemas)
        if (schema.declared.stream != StreamView::none)
            session.storage().trim_stream(schema, session.now() - retention, records_trimmed);
    forget_old_tokens(session);
}

}  // namespace vitrine::host::tables
