// ClientRequestToken: a transaction sent again within ten minutes has no second effect. Only transactions that happened
// are remembered, in the SQLite transaction that holds their writes.
#pragma once

#include <string>

#include "host/tables/storage/write_session.hpp"

namespace vitrine::host::tables {

struct RequestToken {
    std::string token;
    std::string request;  // digest of what was asked
};

enum class TokenUse { none, same_request, other_request };

// Within the last ten minutes.
[[nodiscard]] TokenUse earlier_use(WriteSession& session, const RequestToken& token);
void remember(WriteSession& session, const RequestToken& token);
void forget_old_tokens(WriteSession& session);

}  // namespace vitrine::host::tables
