#include "host/tables/storage/tokens.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::chrono::minutes validity{10};

std::int64_t oldest_valid(const WriteSession& session) {
    return (session.now() - validity).time_since_epoch().count();
}

}  // namespace

TokenUse earlier_use(WriteSession& session, const RequestToken& token) {
    Statement& statement =
        session.storage().database().cached("SELECT request FROM tokens WHERE token = ?1 AND at >= ?2");
    const Reset reset(statement);
    statement.bind(std::string_view(token.token), oldest_valid(session));
    if (!statement.step()) return TokenUse::none;
    return statement.bytes(0) == token.request ? TokenUse::same_request : TokenUse::other_request;
}

void remember(WriteSession& session, const RequestToken& token) {
    session.storage()
        .database()
        .cached("INSERT OR REPLACE INTO tokens (token, request, at) VALUES (?1, ?2, ?3)")
        .run(std::string_view(token.token), Blob{token.request},
             std::int64_t{session.now().time_since_epoch().count()});
}

void forget_old_tokens(WriteSession& session) {
    session.storage().database().cached("DELETE FROM tokens WHERE at < ?1").run(oldest_valid(session));
}

}  // namespace vitrine::host::tables
