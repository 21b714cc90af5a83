// What one connection may ask for in a minute (docs/decisions/0018-a-socket-has-a-budget.md). AWS WAF counts handshakes
// alone and a stage's throttle is shared by all connections, so without it one socket could use the throttle up.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "services/shop/error.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/shop.hpp"
#include "services/store/store.hpp"

namespace shop {

// Counts units: one for a message, and more for one that costs more (units_of in socket_message.hpp). A process grants
// each connection a few from its own memory, which costs nothing and is more than a page needs; what goes beyond is
// counted in the connections table, for all processes. A process counts one message at a time and forgets all of it
// with each minute, so it holds no more than it was sent in one.
class MessageBudget {
public:
    static constexpr std::int64_t units_of_a_process = 10;  // in a minute, to each connection
    static constexpr std::int64_t units_in_all = 60;        // beyond those, of all processes together

    explicit MessageBudget(store::TableName table) : table_(std::move(table)) {}

    enum class Grant {
        granted,
        spent,         // the connection has used this minute's units up
        spent_before,  // and this process found that out by an earlier message
    };
    // Writes to the table where the process's own units do not suffice. An error: it is not known, and nothing was
    // granted.
    [[nodiscard]] Outcome<Grant> take(const Shop& shop, const store::Context& context, const std::string& connection_id,
                                      std::int64_t units);

private:
    struct Seen {
        std::int64_t units = 0;
        bool spent = false;  // as counted in the table; it is not read again this minute
    };
    // In the table. false: fewer are left in this minute.
    [[nodiscard]] Outcome<bool> count(store::Store& store, const store::Context& context,
                                      const std::string& connection_id, std::int64_t units) const;

    store::TableName table_;
    std::int64_t minute_ = 0;  // since 1970
    std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace shop
