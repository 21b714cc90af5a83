// A blocking HTTP/1.1 client of one endpoint: keeps connections alive, and has many requests under way at once where
// asked.
#pragma once

#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/time.hpp"
#include "services/aws/answer_parser.hpp"
#include "services/aws/connection.hpp"
#include "services/aws/endpoint_url.hpp"
#include "services/aws/resolver.hpp"
#include "services/aws/tls.hpp"

namespace shop::aws {

struct HttpRequest {
    std::string head;       // request line and headers, up to and with the empty line
    std::string_view body;  // stays where it is until the request is answered
    // It may be sent again though the first may have been carried out: a kept connection that turns out to be dead
    // before any byte of an answer is then replaced by a new one.
    bool repeatable = false;
};

struct HttpError {
    enum class Kind { unreachable, timed_out, broken } kind;  // unreachable: name, connection or TLS
    bool sent = false;  // some of the request went out: it may have been carried out
    std::string detail;
};
using HttpResult = std::expected<HttpAnswer, HttpError>;

struct HttpOptions {
    vitrine::Milliseconds connect_timeout{1'000};  // for each address tried
    vitrine::Milliseconds resolve_timeout{2'000};
    vitrine::Milliseconds remember_addresses{30'000};
    std::size_t idle_connections = 64;  // kept at most
    std::string ca_bundle;              // see TlsContext
};

// Used by one thread.
class HttpClient {
public:
    HttpClient(EndpointUrl endpoint, HttpOptions options);
    ~HttpClient();

    [[nodiscard]] const EndpointUrl& endpoint() const { return endpoint_; }

    // Blocks until the whole answer is there, whatever its status, or the deadline.
    [[nodiscard]] HttpResult send(HttpRequest request, vitrine::Deadline deadline);

    // Carries out what `next` yields, at most `at_once` at a time, each by the deadline that it had when it was taken.
    // `done` is called with the request's number, counted from 0 in the order of `next`.
    using Next = std::function<std::optional<HttpRequest>()>;
    using Done = std::function<void(std::size_t number, HttpResult result)>;
    void send_all(const Next& next, const Done& done, std::size_t at_once, vitrine::Deadline deadline);

    // Has one connection ready for the first request, if it can.
    void connect(vitrine::Deadline deadline);

private:
    struct Exchange;
    using Exchanges = std::vector<std::unique_ptr<Exchange>>;

    std::expected<void, std::string> prepare(vitrine::Deadline deadline);
    void start(Exchange& exchange);
    bool open(Exchange& exchange);
    void advance(Exchange& exchange);
    bool establish(Exchange& exchange);
    bool transmit(Exchange& exchange);
    bool receive(Exchange& exchange);
    void lose(Exchange& exchange, std::string why);
    void fail(Exchange& exchange, HttpError::Kind kind, std::string detail);
    void time_out(Exchange& exchange);
    void finish(Exchange& exchange);
    void wait(const Exchanges& running);
    std::unique_ptr<Connection> take_idle(bool unseen);

    EndpointUrl endpoint_;
    HttpOptions options_;
    std::optional<TlsContext> tls_;
    std::vector<Address> addresses_;
    vitrine::Deadline addresses_good_until_;
    std::deque<std::unique_ptr<Connection>> idle_;
};

}  // namespace shop::aws
