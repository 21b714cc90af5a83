#include "tools/shop/client.hpp"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/json.hpp>
#include <variant>

namespace shop_tool {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::redirect_error;
using asio::use_awaitable;

namespace {

constexpr std::chrono::seconds patience{10};
using Plain = beast::tcp_stream;
using Tls = asio::ssl::stream<beast::tcp_stream>;
using Answer = http::response<http::string_body>;

std::string message_of(const Origin& origin, const Request& request) {
    const std::string body = request.body.is_null() ? "" : boost::json::serialize(request.body);
    std::string message = request.method + " /api/v1" + request.path + " HTTP/1.1\r\nHost: " + origin.host + ":" +
                          origin.port + "\r\nUser-Agent: vitrine-shop\r\nAccept: application/json, " +
                          "application/problem+json\r\n";
    for (const auto& [name, value] : request.headers) message.append(name).append(": ").append(value).append("\r\n");
    if (!request.body.is_null()) message.append("Content-Type: ").append(request.content_type).append("\r\n");
    if (request.method != "GET") message.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    return message.append("\r\n").append(body);
}

Response response_of(const Answer& answer) {
    Response response;
    response.status = answer.result_int();
    response.etag = std::string(answer[http::field::etag]);
    boost::system::error_code error;
    if (!answer.body().empty()) response.body = boost::json::parse(answer.body(), error);
    if (error) response.problem = "the answer is not JSON";
    return response;
}

}  // namespace

struct Client::Connection {
    Connection(asio::any_io_executor executor, asio::ssl::context* tls) {
        if (tls != nullptr) {
            stream.emplace<Tls>(executor, *tls);
        } else {
            stream.emplace<Plain>(executor);
        }
    }
    std::variant<std::monostate, Plain, Tls> stream;
    beast::flat_buffer buffer;

    Tls* tls() { return std::get_if<Tls>(&stream); }
    Plain& tcp() { return tls() != nullptr ? tls()->next_layer() : std::get<Plain>(stream); }

    asio::awaitable<void> write(const std::string& message) {
        if (tls() != nullptr) {
            co_await asio::async_write(*tls(), asio::buffer(message), use_awaitable);
        } else {
            co_await asio::async_write(tcp(), asio::buffer(message), use_awaitable);
        }
    }

    // Reads some into the buffer; false at the stream's end.
    asio::awaitable<bool> read_some() {
        const auto room = buffer.prepare(16 * 1024);
        boost::system::error_code error;
        const std::size_t count = tls() != nullptr
                                      ? co_await tls()->async_read_some(room, redirect_error(use_awaitable, error))
                                      : co_await tcp().async_read_some(room, redirect_error(use_awaitable, error));
        buffer.commit(count);
        if (error == asio::error::eof) co_return false;
        if (error) throw boost::system::system_error(error);
        co_return true;
    }

    asio::awaitable<Answer> read() {
        http::response_parser<http::string_body> parser;
        parser.eager(true);
        boost::system::error_code error;
        while (!parser.is_done()) {
            if (buffer.size() == 0 && !co_await read_some()) {
                throw boost::system::system_error(http::make_error_code(http::error::end_of_stream));
            }
            buffer.consume(parser.put(buffer.data(), error));
            if (error == http::error::need_more) {
                error = {};
                if (!co_await read_some()) {
                    throw boost::system::system_error(http::make_error_code(http::error::partial_message));
                }
            }
            if (error) throw boost::system::system_error(error);
        }
        co_return parser.release();
    }
};

std::expected<Origin, std::string> parse_origin(std::string_view url) {
    Origin origin;
    if (url.starts_with("https://")) {
        origin.tls = true;
        url.remove_prefix(8);
    } else if (url.starts_with("http://")) {
        url.remove_prefix(7);
    } else {
        return std::unexpected("the URL has to begin with http:// or https://");
    }
    if (url.ends_with('/')) url.remove_suffix(1);
    const auto colon = url.rfind(':');
    origin.host = url.substr(0, colon);
    origin.port = colon == url.npos ? (origin.tls ? "443" : "80") : std::string(url.substr(colon + 1));
    if (origin.host.empty() || origin.host.contains('/') || origin.port.empty()) {
        return std::unexpected("the URL has to be scheme://host[:port] and nothing more");
    }
    return origin;
}

Origin as_customer(const Origin& origin, std::uint64_t number) {
    if (origin.host != "127.0.0.1" && origin.host != "localhost") return origin;
    Origin own = origin;
    own.host = "127.0.0.1";
    constexpr std::uint32_t own_addresses = 127U << 24U, last = (1U << 24U) - 2;
    const auto host = static_cast<std::uint32_t>(number % last) + 1;
    own.from = asio::ip::address_v4(own_addresses | host).to_string();
    return own;
}

Client::Client(Origin origin) : origin_(std::move(origin)) {}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

namespace {

asio::ssl::context& trusted_roots() {
    static asio::ssl::context context = [] {
        asio::ssl::context made(asio::ssl::context::tls_client);
        made.set_default_verify_paths();
        made.set_verify_mode(asio::ssl::verify_peer);
        return made;
    }();
    return context;
}

}  // namespace

asio::awaitable<void> Client::connect() {
    const auto executor = co_await asio::this_coro::executor;
    asio::ip::tcp::resolver resolver(executor);
    const auto addresses = co_await resolver.async_resolve(origin_.host, origin_.port, use_awaitable);
    auto connection = std::make_unique<Connection>(executor, origin_.tls ? &trusted_roots() : nullptr);
    connection->tcp().expires_after(patience);
    if (origin_.from.empty()) {
        co_await connection->tcp().async_connect(addresses, use_awaitable);
    } else {
        auto& socket = connection->tcp().socket();
        socket.open(asio::ip::tcp::v4());
        socket.bind({asio::ip::make_address(origin_.from), 0});
        co_await connection->tcp().async_connect(addresses.begin()->endpoint(), use_awaitable);
    }
    connection->tcp().socket().set_option(asio::ip::tcp::no_delay(true));
    if (auto* tls = connection->tls()) {
        SSL_ctrl(tls->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, origin_.host.data());
        tls->set_verify_callback(asio::ssl::host_name_verification(origin_.host));
        co_await tls->async_handshake(asio::ssl::stream_base::client, use_awaitable);
    }
    connection_ = std::move(connection);
}

asio::awaitable<Response> Client::send(Request request) {
    const auto message = message_of(origin_, request);
    const bool reused = connection_ != nullptr;
    try {
        if (!reused) co_await connect();
        connection_->tcp().expires_after(patience);
        co_await connection_->write(message);
        const auto answer = co_await connection_->read();
        if (!answer.keep_alive()) connection_.reset();
        co_return response_of(answer);
    } catch (const boost::system::system_error& failure) {
        connection_.reset();
        const bool closed_while_idle =
            reused && (failure.code() == http::error::end_of_stream ||
                       failure.code() == asio::error::connection_reset || failure.code() == asio::error::broken_pipe);
        if (!closed_while_idle) co_return Response{.problem = failure.code().message()};
    }
    co_return co_await send(std::move(request));
}

}  // namespace shop_tool
