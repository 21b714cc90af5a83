#include "host/endpoint/connection.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

namespace vitrine::host::endpoint {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t read_size = 16 * 1024;
constexpr std::uint32_t max_head_bytes = 32 * 1024;

int status_for(const error_code& error) {
    if (error == http::error::body_limit) return 413;
    if (error == http::error::header_limit) return 431;
    return 400;
}

}  // namespace

std::string response_head(const AwsAnswer& answer, bool keep_alive) {
    std::string head;
    head.reserve(256);
    const auto reason = http::obsolete_reason(static_cast<http::status>(answer.status));
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nContent-Length: {}\r\n", answer.status,
                   std::string_view(reason.data(), reason.size()), answer.body.size());
    if (!answer.content_type.empty())
        fmt::format_to(std::back_inserter(head), "Content-Type: {}\r\n", answer.content_type);
    for (const auto& [name, value] : answer.headers)
        fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
    head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
    return head;
}

Connection::Connection(asio::ip::tcp::socket socket, std::size_t max_body, Handle handle)
    : socket_(std::move(socket)),
      max_body_(max_body),
      handle_(std::move(handle)),
      heard_(std::chrono::steady_clock::now()) {}

void Connection::start() {
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    expect_request();
    read();
}

void Connection::close() {
    error_code ignored;
    socket_.close(ignored);
}

void Connection::expect_request() {
    parser_.emplace();
    parser_->eager(true);
    parser_->body_limit(max_body_);
    parser_->header_limit(max_head_bytes);
}

void Connection::read() {
    const auto space = buffer_.prepare(read_size);
    socket_.async_read_some(
        asio::buffer(space),
        [self = shared_from_this()](const error_code& error, std::size_t size) { self->received(error, size); });
}

void Connection::received(const error_code& error, std::size_t size) {
    if (error) return close();
    heard_ = std::chrono::steady_clock::now();
    buffer_.commit(size);
    parse();
}

void Connection::parse() {
    error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error && error != http::error::need_more) return refuse(status_for(error));
    // What the parser leaves is the beginning of something, which has to have an end.
    if (!parser_->is_done() && buffer_.size() > max_head_bytes + read_size) return refuse(400);
    if (parser_->is_done()) return serve();
    read();
}

void Connection::serve() {
    serving_ = true;
    keep_alive_ = parser_->keep_alive();
    handle_(parser_->get(), [self = shared_from_this()](AwsAnswer answer) mutable {
        // Taken before `self` moves on: a service may answer from a thread of its own, and must not be the one to
        // let go of the socket.
        const auto executor = self->socket_.get_executor();
        asio::dispatch(executor, [self = std::move(self), answer = std::move(answer)]() mutable {
            self->answer(std::move(answer));
        });
    });
}

void Connection::answer(AwsAnswer answer) {
    answer_ = std::move(answer);
    head_ = response_head(answer_, keep_alive_);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(answer_.body)};
    asio::async_write(socket_, parts,
                      [self = shared_from_this()](const error_code& error, std::size_t) { self->written(error); });
}

void Connection::written(const error_code& error) {
    if (error || !keep_alive_) return close();
    serving_ = false;
    heard_ = std::chrono::steady_clock::now();
    expect_request();
    if (buffer_.size() > 0) return parse();
    read();
}

void Connection::refuse(int status) {
    serving_ = true;
    keep_alive_ = false;
    answer({.status = status, .content_type = "", .body = "", .headers = {}});
}

}  // namespace vitrine::host::endpoint
