// What one connection may ask for in a minute. WAF sees handshakes alone and a stage's throttle is everybody's, so
// without it one socket would spend what all have.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "services/shop/error.hpp"
#include "services/shop/instant.hpp"
#include "services/shop/shop.hpp"
#include "services/store/store.hpp"

namespace shop {

// Counts units: one for a message, and more for one that costs more (units_of in socket_message.hpp). A process lets a
// connection have a few from its own memory, which is more than a page needs and costs nothing; whatever goes beyond is
// counted in the connections table, where all processes see it. A process counts one message at a time and forgets all
// of it with each minute, so it holds no more than it was sent in one.
class MessageBudget {
public:
    static constexpr std::int64_t units_of_a_process = 10;  // in a minute, to each connection
    static constexpr std::int64_t units_in_all = 60;        // beyond those, of all processes together

    explicit MessageBudget(store::TableName table) : table_(std::move(table)) {}

    enum class Grant {
        granted,
        spent,         // the connection has had its share of this minute
        spent_before,  // and this process found out by an earlier message
    };
    // An error: it is not known, and nothing was granted.
    [[nodiscard]] Outcome<Grant> take(const Shop& shop, const store::Context& context, const std::string& connection_id,
                                      std::int64_t units);

private:
    struct Seen {
        std::int64_t units = 0;
        bool spent = false;  // the table said so; it needs no second look
    };
    // Whether they were to be had.
    [[nodiscard]] Outcome<bool> count(store::Store& store, const store::Context& context,
                                      const std::string& connection_id, std::int64_t units) const;

    store::TableName table_;
    std::int64_t minute_ = 0;  // since the epoch
    std::map<std::string, Seen, std::less<>> seen_;
};

}  // namespace shop
