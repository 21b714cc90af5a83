// API Gateway's management API: messages to live WebSocket connections, and their end.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/aws/environment.hpp"
#include "services/live/connections.hpp"

namespace shop::aws {

class Management final : public Connections {
public:
    // `rate`: posts a second at most; 0: no limit. Connects to nothing yet. The text says what is wrong with the
    // environment.
    [[nodiscard]] static std::expected<std::unique_ptr<Management>, std::string> create(const Environment& environment,
                                                                                        World world, int rate);
    ~Management() override;

    [[nodiscard]] std::vector<Delivery> post_all(const store::Context&, std::string_view message,
                                                 const std::vector<std::string>& connection_ids) override;
    [[nodiscard]] Delivery close(const store::Context&, const std::string& connection_id) override;

private:
    class Client;
    explicit Management(std::unique_ptr<Client> client);
    std::unique_ptr<Client> client_;
};

}  // namespace shop::aws
