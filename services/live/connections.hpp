// The port to WebSocket connections.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/store/store.hpp"

namespace shop {

enum class Delivery { delivered, gone, failed };  // gone: HTTP 410, the connection is no more

// API Gateway's management API (@connections). Quotas:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
class Connections {
public:
    virtual ~Connections() = default;
    // Sends one message (at most 128 KB) to each connection, a bounded number at once, by the deadline; outcomes in the
    // order asked. A failure does not affect the others, and is retried once.
    [[nodiscard]] virtual std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                                         const std::vector<std::string>& connection_ids) = 0;
    // Ends a connection. The client gets no reason: API Gateway closes with 1000 whatever it is asked
    // (docs/decisions/0018-a-socket-has-a-budget.md).
    [[nodiscard]] virtual Delivery close(const store::Context&, const std::string& connection_id) = 0;
};

}  // namespace shop
