#include "host/cli/readiness.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <tuple>

namespace vitrine::host {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds retry_interval{50};
constexpr std::size_t max_status_line = 16 * 1024;

class ReadinessProbe : public std::enable_shared_from_this<ReadinessProbe> {
public:
    ReadinessProbe(asio::io_context& network, tcp::endpoint to, std::string request, steady_clock::time_point until,
                   std::function<void(std::string)> done)
        : socket_(network),
          timer_(network),
          to_(std::move(to)),
          request_(std::move(request)),
          until_(until),
          done_(std::move(done)) {}

    void ask() {
        socket_ = tcp::socket(socket_.get_executor());
        answer_.clear();
        timer_.expires_at(until_);
        timer_.async_wait([self = shared_from_this()](boost::system::error_code ended) {
            boost::system::error_code ignored;
            if (!ended) self->socket_.close(ignored);
        });
        socket_.async_connect(to_, [self = shared_from_this()](boost::system::error_code failed) {
            if (failed) return self->not_yet(failed.message());
            asio::async_write(self->socket_, asio::buffer(self->request_), [self](auto unsent, std::size_t) {
                if (unsent) return self->not_yet(unsent.message());
                self->read();
            });
        });
    }

private:
    void read() {
        asio::async_read_until(socket_, asio::dynamic_buffer(answer_, max_status_line), "\r\n",
                               [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
                                   if (failed) return self->not_yet(failed.message());
                                   self->check_answer();
                               });
    }

    // HTTP/1.1 200 OK
    void check_answer() {
        int status = 0;
        if (answer_.size() > 12) std::from_chars(answer_.data() + 9, answer_.data() + 12, status);
        if (status < 100 || status >= 500) return not_yet(fmt::format("the answer was {}", status));
        timer_.cancel();
        done_("");
    }

    void not_yet(const std::string& why) {
        if (steady_clock::now() + retry_interval >= until_) {
            timer_.cancel();
            return done_(why);
        }
        timer_.expires_after(retry_interval);
        timer_.async_wait([self = shared_from_this()](boost::system::error_code ended) {
            if (!ended) self->ask();
        });
    }

    tcp::socket socket_;
    asio::steady_timer timer_;
    tcp::endpoint to_;
    std::string request_;
    std::string answer_;
    steady_clock::time_point until_;
    std::function<void(std::string)> done_;
};

}  // namespace

std::optional<std::string> readiness_path(const App& app) {
    using Rank = std::tuple<bool, std::size_t, std::string>;
    std::optional<Rank> best;
    for (const HttpRoute& route : app.http) {
        constexpr std::string_view method = "GET ";
        if (!route.key.starts_with(method) || route.key.find('{') != std::string::npos) continue;
        const std::string path = route.key.substr(method.size());
        Rank rank{!path.ends_with("/health"), path.size(), path};
        if (!best || rank < *best) best = std::move(rank);
    }
    return best ? std::optional(std::get<std::string>(*best)) : std::nullopt;
}

void await_answer(asio::io_context& network, const std::string& address, std::uint16_t port, const std::string& path,
                  std::chrono::milliseconds timeout, std::function<void(std::string)> done) {
    std::string request =
        fmt::format("GET {} HTTP/1.1\r\nHost: localhost:{}\r\nAccept: */*\r\nConnection: close\r\n\r\n", path, port);
    std::make_shared<ReadinessProbe>(network, tcp::endpoint(asio::ip::make_address(address), port), std::move(request),
                                     steady_clock::now() + timeout, std::move(done))
        ->ask();
}

}  // namespace vitrine::host
