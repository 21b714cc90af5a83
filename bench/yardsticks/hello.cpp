// Yardstick: the least an HTTP server of this kind can do. One thread, Beast, keep-alive, a fixed answer.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <iostream>
#include <memory>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(tcp::socket socket) : socket_(std::move(socket)) {}
    void read() {
        request_ = {};
        http::async_read(socket_, buffer_, request_,
                         [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                             if (!error) self->write();
                         });
    }

private:
    void write() {
        answer_ = {http::status::ok, request_.version()};
        answer_.set(http::field::content_type, "text/plain");
        answer_.body() = "hello";
        answer_.prepare_payload();
        http::async_write(socket_, answer_, [self = shared_from_this()](boost::system::error_code error, std::size_t) {
            if (!error) self->read();
        });
    }
    tcp::socket socket_;
    boost::beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> answer_;
};

int main() {
    asio::io_context network(1);
    tcp::acceptor acceptor(network, {asio::ip::address_v4::loopback(), 0});
    std::cout << acceptor.local_endpoint().port() << '\n' << std::flush;
    std::function<void()> accept = [&] {
        acceptor.async_accept([&](boost::system::error_code error, tcp::socket socket) {
            if (!error) {
                socket.set_option(tcp::no_delay(true));
                std::make_shared<Session>(std::move(socket))->read();
            }
            accept();
        });
    };
    accept();
    network.run();
}
