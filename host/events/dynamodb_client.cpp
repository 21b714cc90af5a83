#include "host/events/dynamodb_client.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>

namespace vitrine::host {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::size_t max_answer_bytes = 64 * 1024 * 1024;

// Resolve, connect, send, receive: each step under the one deadline.
class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(asio::io_context& network, http::request<http::string_body> request, DynamoDbDone done)
        : resolver_(network), stream_(network), request_(std::move(request)), done_(std::move(done)) {
        response_.body_limit(max_answer_bytes);
    }

    void run(const DynamoDbAddress& to) {
        stream_.expires_after(DynamoDbClient::timeout);
        resolver_.async_resolve(to.host, std::to_string(to.port),
                                [self = shared_from_this()](auto failed, const auto& found) {
                                    if (failed) return self->fail(failed);
                                    self->stream_.async_connect(found, [self](auto unconnected, const tcp::endpoint&) {
                                        if (unconnected) return self->fail(unconnected);
                                        self->send();
                                    });
                                });
    }

private:
    void send() {
        http::async_write(stream_, request_, [self = shared_from_this()](auto failed, std::size_t) {
            if (failed) return self->fail(failed);
            http::async_read(self->stream_, self->buffer_, self->response_, [self](auto unread, std::size_t) {
                if (unread) return self->fail(unread);
                self->done_(DynamoDbAnswer{static_cast<int>(self->response_.get().result_int()),
                                           std::move(self->response_.get().body())});
            });
        });
    }
    void fail(const boost::system::error_code& why) { done_(std::unexpected(why.message())); }

    tcp::resolver resolver_;
    beast::tcp_stream stream_;
    http::request<http::string_body> request_;
    beast::flat_buffer buffer_;
    http::response_parser<http::string_body> response_;
    DynamoDbDone done_;
};

}  // namespace

std::expected<DynamoDbAddress, std::string> DynamoDbAddress::parse(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    const auto wrong = [&] {
        return std::unexpected(fmt::format("'{}' is no address such as http://localhost:8000", url));
    };
    if (!url.starts_with(scheme)) return wrong();
    std::string_view rest = url.substr(scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    const std::size_t colon = rest.find(':');
    DynamoDbAddress address{std::string(rest.substr(0, colon)), 80};
    if (colon != std::string_view::npos) {
        const std::string_view port = rest.substr(colon + 1);
        const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), address.port);
        if (failed != std::errc{} || end != port.data() + port.size()) return wrong();
    }
    if (address.host.empty() || address.host.find_first_of("/?#@[]") != std::string::npos) return wrong();
    return address;
}

std::string to_url(const DynamoDbAddress& address) {
    return fmt::format("http://{}:{}", address.host, address.port);
}

DynamoDbClient::DynamoDbClient(asio::io_context& network, DynamoDbAddress address, sigv4::Credentials credentials,
                               std::string region, Clock clock)
    : network_(network),
      address_(std::move(address)),
      signer_(std::move(credentials), {std::move(region), "dynamodb"}),
      clock_(std::move(clock)) {}

void DynamoDbClient::call(const std::string& target, std::string body, DynamoDbDone done) {
    const std::vector<sigv4::Header> headers{{"Host", fmt::format("{}:{}", address_.host, address_.port)},
                                             {"Content-Type", "application/x-amz-json-1.0"},
                                             {"X-Amz-Target", target}};
    http::request<http::string_body> request(http::verb::post, "/", 11);
    for (const auto& [name, value] : headers) request.set(name, value);
    for (const auto& [name, value] : signer_.sign({"POST", "/", "", headers, body}, clock_())) request.set(name, value);
    request.keep_alive(false);
    request.body() = std::move(body);
    request.prepare_payload();
    std::make_shared<Exchange>(network_, std::move(request), std::move(done))->run(address_);
}

std::expected<DynamoDbAnswer, std::string> call_and_wait(const DynamoDbAddress& address,
                                                         const sigv4::Credentials& credentials,
                                                         const std::string& region, const Clock& clock,
                                                         const std::string& target, std::string body) {
    asio::io_context network(1);
    DynamoDbClient client(network, address, credentials, region, clock);
    std::expected<DynamoDbAnswer, std::string> answer = std::unexpected("no answer");
    client.call(target, std::move(body), [&](auto result) { answer = std::move(result); });
    network.run();
    return answer;
}

}  // namespace vitrine::host
