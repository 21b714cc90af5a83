// The internal loopback listener that stands for AWS's endpoints: verifies SigV4, knows which function calls,
// and hands the request to the service that its credential scope names.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/ids.hpp"
#include "lib/log.hpp"
#include "lib/sigv4.hpp"

namespace vitrine::host {

struct AwsRequest {
    std::string principal;  // the function whose credentials signed it
    std::string_view method;
    std::string_view path;  // as sent, percent-encoded
    std::string_view query;
    std::string_view target;  // X-Amz-Target, empty where absent
    std::string_view body;    // valid until the service returns
};

struct AwsAnswer {
    int status = 200;
    std::string content_type = "application/x-amz-json-1.0";
    std::string body;
    std::vector<sigv4::Header> headers;
};

// May answer from any thread, at most once; the endpoint brings it back to the network thread. To let go of it
// unanswered, on the network thread, closes the caller's connection.
using AwsDone = std::function<void(AwsAnswer)>;
using AwsService = std::function<void(const AwsRequest&, AwsDone)>;

struct EndpointOptions {
    std::string region;         // the one that credentials have to be scoped to
    Milliseconds idle{20'000};  // an idle connection is closed, as AWS's endpoints do
    std::size_t max_body = 16 * 1024 * 1024;
    Clock clock;
    Random random = system_random();  // for request ids
};

class Endpoint {
public:
    // Listens on 127.0.0.1, a free port, for processes of this host's own user. What names it by another Host, and what
    // a browser sends, is refused. `services` by signing name: dynamodb, execute-api, s3.
    Endpoint(boost::asio::io_context& network, std::map<std::string, AwsService, std::less<>> services,
             EndpointOptions options, Log log);
    ~Endpoint();

    // Who may sign: a function process's credentials → the function's name. Network thread only.
    void register_credentials(const sigv4::Credentials& credentials, std::string principal);
    void revoke_credentials(std::string_view access_key_id);

    [[nodiscard]] std::string url() const;  // http://127.0.0.1:PORT
    void close();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace vitrine::host
