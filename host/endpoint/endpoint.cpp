#include "host/endpoint/endpoint.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <utility>

#include "host/endpoint/connection.hpp"
#include "host/peer/loopback_guard.hpp"
#include "host/peer/peer.hpp"
#include "lib/encoding.hpp"

namespace vitrine::host {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using endpoint::Connection;
using endpoint::HttpRequest;
using tcp = asio::ip::tcp;

constexpr Milliseconds accept_again{50};  // after the process ran out of descriptors

// What AWS answers to a request that it cannot lay at anyone's door.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
struct RefusalText {
    std::string_view code;
    std::string_view message;
};

constexpr RefusalText text_of(sigv4::Refusal refusal) {
    using enum sigv4::Refusal;
    switch (refusal) {
        case missing:
            return {"MissingAuthenticationTokenException", "Request is missing Authentication Token"};
        case malformed:
            return {"IncompleteSignatureException", "The request signature does not conform to AWS standards."};
        case unknown_key:
        case wrong_token:
            return {"UnrecognizedClientException", "The security token included in the request is invalid."};
        case expired:
            return {"InvalidSignatureException", "Signature expired or not yet current."};
        case mismatch:
            break;
    }
    return {"InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
            "Access Key and signing method. Consult the service documentation for details."};
}

constexpr RefusalText not_for_browsers{"AccessDeniedException",
                                       "This endpoint serves the functions of this host alone."};

// As AWS says it, each sentence with the space that would part it from another.
std::string wrong_scope(const sigv4::Scope& scope, std::string_view region, std::string_view service) {
    std::string text;
    if (scope.region != region) text += "Credential should be scoped to a valid region. ";
    if (scope.service != service)
        text += fmt::format("Credential should be scoped to correct service: '{}'. ", service);
    return text;
}

// DynamoDB's JSON protocol (it alone has X-Amz-Target) says 400; API Gateway says 403 and names the error in a header.
AwsAnswer refusal_answer(const RefusalText& text, bool json_protocol) {
    AwsAnswer answer;
    if (json_protocol) {
        answer.status = 400;
        answer.body =
            fmt::format(R"({{"__type":"com.amazon.coral.service#{}","message":"{}"}})", text.code, text.message);
        return answer;
    }
    answer.status = 403;
    answer.content_type = "application/json";
    answer.body = fmt::format(R"({{"message":"{}"}})", text.message);
    answer.headers.emplace_back("x-amzn-ErrorType", text.code);
    return answer;
}

std::string_view as_std(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

// By its address, as functions are told it, and from no page.
bool is_for_us(const HttpRequest& http, std::string_view authority) {
    if (http.count("Host") != 1 || as_std(http["Host"]) != authority) return false;
    return std::ranges::none_of(http, [](const auto& field) { return is_browser_header(as_std(field.name_string())); });
}

struct Principal {
    sigv4::Credentials credentials;
    std::string principal;
};

// UUIDs whose first half is drawn once and whose second half counts: unique without a draw for every request.
class RequestIds {
public:
    explicit RequestIds(const Random& random) {
        std::array<std::uint8_t, 8> drawn{};
        random(drawn);
        const std::string digits = hex(drawn);
        start_ = digits.substr(0, 8) + '-' + digits.substr(8, 4) + "-4" + digits.substr(13) + '-';
    }
    [[nodiscard]] std::string next() {
        const std::uint64_t count = ++count_;
        return fmt::format("{}{:04x}-{:012x}", start_, 0x8000 | (count >> 48 & 0x3fff), count & 0xffff'ffff'ffff);
    }

private:
    std::string start_;
    std::uint64_t count_ = 0;
};

}  // namespace

struct Endpoint::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& network, std::map<std::string, AwsService, std::less<>> by_name, EndpointOptions chosen,
         Log to)
        : acceptor(network, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          address(acceptor.local_endpoint()),
          authority(loopback_authority(address.port())),
          sweeper(network),
          pause(network),
          services(std::move(by_name)),
          options(std::move(chosen)),
          log(std::move(to)),
          ids(options.random),
          verifier([this](std::string_view id) {
              const auto found = principals.find(id);
              return found == principals.end() ? nullptr : &found->second.credentials;
          }) {}

    void accept();
    void serve_connection(tcp::socket socket);
    void sweep();
    void close();
    void handle(const HttpRequest& http, AwsDone done);
    [[nodiscard]] std::string_view service_due(const sigv4::Scope& scope, const AwsRequest& request) const;
    std::expected<sigv4::Signed, sigv4::Refusal> verify(const HttpRequest& http, std::string_view path,
                                                        std::string_view query);

    tcp::acceptor acceptor;
    tcp::endpoint address;
    std::string authority;
    asio::steady_timer sweeper;
    asio::steady_timer pause;
    std::map<std::string, AwsService, std::less<>> services;
    EndpointOptions options;
    Log log;
    RequestIds ids;
    std::map<std::string, Principal, std::less<>> principals;
    sigv4::Verifier verifier;
    std::vector<sigv4::Header> headers;  // of the request at hand; kept for its memory
    std::vector<std::weak_ptr<Connection>> connections;
};

void Endpoint::Impl::accept() {
    acceptor.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
        if (!self->acceptor.is_open()) return;
        if (error) {
            self->log.warning("Internal endpoint cannot accept: {Reason}", {{"Reason", error.message()}});
            self->pause.expires_after(accept_again);
            self->pause.async_wait([self](const error_code& cancelled) {
                if (!cancelled) self->accept();
            });
            return;
        }
        self->serve_connection(std::move(socket));
        self->accept();
    });
}

// Signatures say who calls. Before one is looked at, another user's process could have us read bodies without end.
void Endpoint::Impl::serve_connection(tcp::socket socket) {
    error_code gone;
    const tcp::endpoint theirs = socket.remote_endpoint(gone);
    const auto peer = gone ? std::nullopt : peer_of(theirs, address);
    if (!peer || peer->user != geteuid()) return log.warning("Internal endpoint turned away another user's process");
    auto connection = std::make_shared<Connection>(std::move(socket), options.max_body,
                                                   [impl = weak_from_this()](const HttpRequest& request, AwsDone done) {
                                                       if (const auto alive = impl.lock())
                                                           alive->handle(request, std::move(done));
                                                   });
    connections.push_back(connection);
    connection->start();
}

// One timer for all connections: arming one per request would cost more than the request's own parsing.
void Endpoint::Impl::sweep() {
    sweeper.expires_after(std::clamp(options.idle / 8, Milliseconds{10}, Milliseconds{1'000}));
    sweeper.async_wait([self = shared_from_this()](const error_code& cancelled) {
        // It may have been due already when it was cancelled.
        if (cancelled || !self->acceptor.is_open()) return;
        const auto limit = std::chrono::steady_clock::now() - self->options.idle;
        std::erase_if(self->connections, [&](const std::weak_ptr<Connection>& known) {
            const auto connection = known.lock();
            if (connection && connection->idle_since(limit)) connection->close();
            return !connection;
        });
        self->sweep();
    });
}

void Endpoint::Impl::close() {
    error_code ignored;
    acceptor.close(ignored);
    sweeper.cancel();
    pause.cancel();
    for (const auto& known : std::exchange(connections, {}))
        if (const auto connection = known.lock()) connection->close();
}

std::expected<sigv4::Signed, sigv4::Refusal> Endpoint::Impl::verify(const HttpRequest& http, std::string_view path,
                                                                    std::string_view query) {
    std::size_t count = 0;
    for (const auto& field : http) {
        if (count == headers.size()) headers.emplace_back();
        headers[count].first.assign(field.name_string().data(), field.name_string().size());
        headers[count].second.assign(field.value().data(), field.value().size());
        ++count;
    }
    headers.resize(count);
    return verifier.verify(
        {.method = as_std(http.method_string()), .path = path, .query = query, .headers = headers, .body = http.body()},
        options.clock());
}

// DynamoDB alone is asked by a target; what has none says itself whom it means.
std::string_view Endpoint::Impl::service_due(const sigv4::Scope& scope, const AwsRequest& request) const {
    if (!request.target.empty()) return "dynamodb";
    return services.contains(scope.service) ? std::string_view(scope.service) : "execute-api";
}

void Endpoint::Impl::handle(const HttpRequest& http, AwsDone done) {
    const std::string_view whole = as_std(http.target());
    const std::size_t mark = std::min(whole.find('?'), whole.size());
    AwsRequest request{.principal = {},
                       .method = as_std(http.method_string()),
                       .path = whole.substr(0, mark),
                       .query = whole.substr(std::min(mark + 1, whole.size())),
                       .target = as_std(http["X-Amz-Target"]),
                       .body = http.body()};
    done = [done = std::move(done), id = ids.next()](AwsAnswer answer) {
        answer.headers.emplace_back("x-amzn-RequestId", id);
        done(std::move(answer));
    };
    if (!is_for_us(http, authority)) {
        log.warning("Internal endpoint refused a request of a browser or for another host");
        return done(refusal_answer(not_for_browsers, !request.target.empty()));
    }
    const auto caller = verify(http, request.path, request.query);
    if (!caller) {
        const RefusalText text = text_of(caller.error());
        log.warning("Internal endpoint refused a request: {Code}", {{"Code", text.code}});
        return done(refusal_answer(text, !request.target.empty()));
    }
    const auto service = services.find(caller->scope.service);
    const std::string wrong = wrong_scope(caller->scope, options.region, service_due(caller->scope, request));
    if (!wrong.empty() || service == services.end()) {
        log.warning("Internal endpoint refused a request scoped to {Region} and {Service}",
                    {{"Region", caller->scope.region}, {"Service", caller->scope.service}});
        return done(refusal_answer({"InvalidSignatureException", wrong}, !request.target.empty()));
    }
    request.principal = principals.find(caller->access_key_id)->second.principal;
    service->second(request, std::move(done));
}

Endpoint::Endpoint(asio::io_context& network, std::map<std::string, AwsService, std::less<>> services,
                   EndpointOptions options, Log log)
    : impl_(std::make_shared<Impl>(network, std::move(services), std::move(options), std::move(log))) {
    impl_->accept();
    impl_->sweep();
}

Endpoint::~Endpoint() {
    close();
}

void Endpoint::register_credentials(const sigv4::Credentials& credentials, std::string principal) {
    impl_->principals.insert_or_assign(credentials.access_key_id, Principal{credentials, std::move(principal)});
}

void Endpoint::revoke_credentials(std::string_view access_key_id) {
    if (const auto found = impl_->principals.find(access_key_id); found != impl_->principals.end())
        impl_->principals.erase(found);
}

std::string Endpoint::url() const {
    return "http://" + impl_->authority;
}

void Endpoint::close() {
    impl_->close();
}

}  // namespace vitrine::host
