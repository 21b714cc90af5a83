// One keep-alive HTTP/1.1 connection of the internal listener: reads a request, hands it on, writes the answer,
// and again. A request that is not there in full before the idle time is over closes the connection.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/endpoint/endpoint.hpp"

namespace vitrine::host::endpoint {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
// Called on the network thread; the request lives until it returns.
using Handle = std::function<void(const HttpRequest&, AwsDone)>;

class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Time = std::chrono::steady_clock::time_point;

    Connection(boost::asio::ip::tcp::socket socket, std::size_t max_body, Handle handle);
    void start();
    void close();
    // Waits for the caller, not for a service, and has heard nothing since `then`.
    [[nodiscard]] bool idle_since(Time then) const { return !serving_ && heard_ < then; }

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void expect_request();
    void read();
    void received(const boost::system::error_code& error, std::size_t size);
    void parse();
    void serve();
    void answer(AwsAnswer answer);
    void written(const boost::system::error_code& error);
    void refuse(int status);

    boost::asio::ip::tcp::socket socket_;
    std::size_t max_body_;
    Handle handle_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::string head_;
    AwsAnswer answer_;
    Time heard_;
    bool serving_ = false;
    bool keep_alive_ = true;
};

// The status line, headers and the empty line; `keep_alive` false adds Connection: close.
[[nodiscard]] std::string response_head(const AwsAnswer& answer, bool keep_alive);

}  // namespace vitrine::host::endpoint
