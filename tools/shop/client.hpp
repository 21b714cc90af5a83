// A client of the shop's public API: one keep-alive connection, JSON in and out. HTTP or HTTPS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shop_tool {

// scheme://host[:port], nothing behind it.
struct Origin {
    bool tls = false;
    std::string host;
    std::string port;
    std::string from;  // the IPv4 address to come from; empty: whichever the system takes
};
// As one customer of many comes: over loopback each from an address of their own, since the shop lets one address hold
// little that is not paid for.
[[nodiscard]] Origin as_customer(const Origin& origin, std::uint64_t number);
[[nodiscard]] std::expected<Origin, std::string> parse_origin(std::string_view url);

struct Request {
    std::string method = "GET";
    std::string path;  // below /api/v1
    std::vector<std::pair<std::string, std::string>> headers;
    boost::json::value body;  // null: none
    std::string content_type = "application/json";
};

struct Response {
    int status = 0;  // 0: no answer came, `problem` says why
    std::string etag;
    boost::json::value body;
    std::string problem;
};

class Client {
public:
    explicit Client(Origin origin);
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    // Within ten seconds an answer or a Response of status 0. A connection the server has closed meanwhile is made anew
    // before the request is sent.
    [[nodiscard]] boost::asio::awaitable<Response> send(Request request);

private:
    struct Connection;
    [[nodiscard]] boost::asio::awaitable<void> connect();
    Origin origin_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace shop_tool
