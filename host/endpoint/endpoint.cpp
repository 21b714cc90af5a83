#include "host/endpoint/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <utility>

#include "host/endpoint/connection.hpp"
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

constexpr RefusalText wrong_service{"InvalidSignatureException", "Credential should be scoped to correct service."};

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

struct Admitted {
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

struct Endpoint::Inside : std::enable_shared_from_this<Inside> {
    Inside(asio::io_context& network, std::map<std::string, AwsService, std::less<>> by_name, EndpointOptions chosen,
           Log to)
        : acceptor(network, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          port(acceptor.local_endpoint().port()),
          sweeper(network),
          pause(network),
          services(std::move(by_name)),
          options(std::move(chosen)),
          log(std::move(to)),
          ids(options.random),
          verifier([this](std::string_view id) {
              const auto found = admitted.find(id);
              return found == admitted.end() ? nullptr : &found->second.credentials;
          }) {}

    void accept();
    void sweep();
    void close();
    void handle(const HttpRequest& http, AwsDone done);
    std::expected<sigv4::Signed, sigv4::Refusal> verify(const HttpRequest& http, std::string_view path,
                                                        std::string_view query);

    tcp::acceptor acceptor;
    std::uint16_t port;
    asio::steady_timer sweeper;
    asio::steady_timer pause;
    std::map<std::string, AwsService, std::less<>> services;
    EndpointOptions options;
    Log log;
    RequestIds ids;
    std::map<std::string, Admitted, std::less<>> admitted;
    sigv4::Verifier verifier;
    std::vector<sigv4::Header> headers;  // of the request at hand; kept for its memory
    std::vector<std::weak_ptr<Connection>> connections;
};

void Endpoint::Inside::accept() {
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
        auto connection =
            std::make_shared<Connection>(std::move(socket), self->options.largest_body,
                                         [inside = std::weak_ptr(self)](const HttpRequest& request, AwsDone done) {
                                             if (const auto alive = inside.lock())
                                                 alive->handle(request, std::move(done));
                                         });
        self->connections.push_back(connection);
        connection->start();
        self->accept();
    });
}

// One timer for all connections: arming one per request would cost more than the request's own parsing.
void Endpoint::Inside::sweep() {
    sweeper.expires_after(std::clamp(options.idle / 8, Milliseconds{10}, Milliseconds{1'000}));
    sweeper.async_wait([self = shared_from_this()](const error_code& cancelled) {
        if (cancelled) return;
        const auto limit = std::chrono::steady_clock::now() - self->options.idle;
        std::erase_if(self->connections, [&](const std::weak_ptr<Connection>& known) {
            const auto connection = known.lock();
            if (connection && connection->idle_since(limit)) connection->close();
            return !connection;
        });
        self->sweep();
    });
}

void Endpoint::Inside::close() {
    error_code ignored;
    acceptor.close(ignored);
    sweeper.cancel();
    pause.cancel();
    for (const auto& known : std::exchange(connections, {}))
        if (const auto connection = known.lock()) connection->close();
}

std::expected<sigv4::Signed, sigv4::Refusal> Endpoint::Inside::verify(const HttpRequest& http, std::string_view path,
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

void Endpoint::Inside::handle(const HttpRequest& http, AwsDone done) {
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
    const auto caller = verify(http, request.path, request.query);
    if (!caller) {
        const RefusalText text = text_of(caller.error());
        log.warning("Internal endpoint refused a request: {Code}", {{"Code", text.code}});
        return done(refusal_answer(text, !request.target.empty()));
    }
    const auto service = services.find(caller->scope.service);
    if (service == services.end()) return done(refusal_answer(wrong_service, !request.target.empty()));
    request.principal = admitted.find(caller->access_key_id)->second.principal;
    service->second(request, std::move(done));
}

Endpoint::Endpoint(asio::io_context& network, std::map<std::string, AwsService, std::less<>> services,
                   EndpointOptions options, Log log)
    : inside_(std::make_shared<Inside>(network, std::move(services), std::move(options), std::move(log))) {
    inside_->accept();
    inside_->sweep();
}

Endpoint::~Endpoint() {
    close();
}

void Endpoint::admit(const sigv4::Credentials& credentials, std::string principal) {
    inside_->admitted.insert_or_assign(credentials.access_key_id, Admitted{credentials, std::move(principal)});
}

void Endpoint::dismiss(std::string_view access_key_id) {
    if (const auto found = inside_->admitted.find(access_key_id); found != inside_->admitted.end())
        inside_->admitted.erase(found);
}

std::string Endpoint::url() const {
    return fmt::format("http://127.0.0.1:{}", inside_->port);
}

void Endpoint::close() {
    inside_->close();
}

}  // namespace vitrine::host
