// The public side of the host: what Amazon API Gateway and CloudFront are in AWS. One HTTP/1.1 listener serves
//  - the HTTP API: routes of app.yaml, Lambda events and answers of payload format 2.0
//    (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html),
//  - the WebSocket API at its path, with API Gateway's limits and its @connections management API,
//  - the built web site with the site's headers, and pictures under /media/.
// Everything runs on the network thread: the one that runs the io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "host/app/app.hpp"
#include "host/endpoint/endpoint.hpp"
#include "host/functions/functions.hpp"
#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "lib/secret.hpp"
#include "lib/time.hpp"

namespace vitrine::host {

// Sizes in bytes. API Gateway's quotas: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
struct GatewayLimits {
    std::size_t head = 10'240;            // request line and header values together
    std::size_t body = 10 * 1024 * 1024;  // a request's payload
    // A function's event, the request's payload in it escaped or in base64. Lambda's quota and its status 413:
    // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html. What API Gateway makes of it is undocumented.
    std::size_t event = 6 * 1024 * 1024;
    std::size_t frame = 32 * 1024;     // one WebSocket frame, either way
    std::size_t message = 128 * 1024;  // one WebSocket message, either way
    std::size_t unsent = 1024 * 1024;  // what may wait for a slow WebSocket reader before it is cut off
    std::size_t connections = 0;       // open at once; 0: what the descriptor limit leaves
};

struct GatewayTimeouts {
    Milliseconds head{10'000};                // from a request's first byte to the end of its headers
    Milliseconds body{30'000};                // from there to the end of its body
    Milliseconds keep_alive{60'000};          // between requests
    Milliseconds write{60'000};               // for an answer to be taken
    Milliseconds integration{30'000};         // for a function to answer an HTTP request
    Milliseconds socket_integration{29'000};  // for a function to answer a WebSocket event
    Milliseconds socket_idle{600'000};        // a WebSocket with nothing sent or received
    Milliseconds socket_life{7'200'000};      // a WebSocket, whatever it does
    Milliseconds closing{2'000};              // for the other side to end a connection that we end
    Milliseconds sweep{250};                  // how often the above are looked at
};

struct GatewayOptions {
    std::string host = "127.0.0.1";  // an address, or localhost
    std::uint16_t port = 8080;       // 0: a free one
    // Only people on this machine: any Host but localhost, 127.0.0.1 and [::1] is refused (DNS rebinding).
    bool loopback = true;
    Secret origin_secret;  // goes to functions in the header that app.yaml's web.originHeader names
    GatewayLimits limits;
    GatewayTimeouts timeouts;
};

class Gateway {
public:
    // `network`, `app` and `functions` must outlive the gateway.
    Gateway(boost::asio::io_context& network, const App& app, FunctionService& functions, GatewayOptions options,
            Log log, Clock clock, Random random);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    // Starts to accept. The port, or what is wrong and what to do about it.
    [[nodiscard]] std::expected<std::uint16_t, std::string> listen();

    // What the endpoint serves under the signing name execute-api: POST, GET and DELETE of
    // [/STAGE]/@connections/ID, each only for functions that app.yaml grants execute-api:ManageConnections on
    // websocket.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    [[nodiscard]] AwsService connections_service();

    // Ends the listener, idle connections, and every WebSocket with 1001, and tells $disconnect of each. `drained` is
    // called once, later, when the functions have answered; requests in hand are answered meanwhile.
    void drain(std::function<void()> drained);
    // Ends what is left, at once. No functions are invoked any more, and what they still answer is dropped.
    void close();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace vitrine::host
