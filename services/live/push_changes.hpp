// From the streams of feed, orders and baskets to live connections: the pusher's use case.
#pragma once

#include <string>
#include <vector>

#include "services/live/connections.hpp"
#include "services/store/store.hpp"
#include "services/store/stream.hpp"

namespace shop {

constexpr std::size_t max_bytes_in_message = 120 * 1024;  // API Gateway takes 128 KB

// A message, and the topics whose followers get it.
struct Push {
    std::vector<std::string> topics;
    std::string message;
};

// What records of the three streams amount to. Consecutive entries of the feed become as few messages as fit, the last
// card of a product within each, each with its own contiguous `from` and `to`; the last change of an order or basket
// becomes one message that means: fetch. A record of none of these is passed over.
[[nodiscard]] std::vector<Push> pushes_of(const std::vector<store::StreamRecord>& records);

struct PushCounts {
    std::size_t delivered = 0;
    std::size_t gone = 0;
    std::size_t failed = 0;  // left to the client's own gap check
};

// Sends them, each topic's followers page by page, and removes the subscriptions of connections that are gone. A
// basket's or an order's go to the newest connections alone (subscriptions::max_listeners), and older ones lose that
// subscription. An error means that some followers were not read and have missed something: the records should be tried
// again.
[[nodiscard]] store::Result<PushCounts> push_changes(store::Store& store, Connections& connections,
                                                     const store::TableName& table, const store::Context& context,
                                                     const std::vector<store::StreamRecord>& records);

}  // namespace shop
