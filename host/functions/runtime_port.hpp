// One process's own Lambda Runtime API: a loopback port that serves it, and turns everybody else away. TCP does not say
// who calls, and clients of the Runtime API send no secret; so the kernel is asked whose the connection is (decision
// 19). https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/functions/http_reader.hpp"

namespace vitrine::host {

// What a runtime is told about an event besides the event itself.
struct EventHead {
    std::string request_id;
    std::int64_t deadline_ms = 0;  // epoch milliseconds
    std::string function_arn;
    std::string trace_id;  // Root=...;Parent=...;Sampled=1
};

class RuntimePort {
public:
    // Lambda's limit of a response: 6 MB.
    static constexpr std::size_t max_response = 6 * 1024 * 1024 + 100;

    // Called on the network thread. `posted` tells whether the request id is the one of the event in hand.
    struct Handlers {
        // May whoever is at this end of a connection to `ours` be served? Asked once, before anything is read.
        std::function<bool(const boost::asio::ip::tcp::endpoint& theirs, const boost::asio::ip::tcp::endpoint& ours)>
            is_own;
        std::function<void(std::string_view why)> rejected;
        std::function<void()> next;
        std::function<bool(std::string_view request_id, HttpRequest)> response;
        std::function<bool(std::string_view request_id, HttpRequest)> error;
        std::function<void(HttpRequest)> init_error;
    };

    // Listens on 127.0.0.1, a free port. What names it by another Host, and what a browser sends, is refused.
    [[nodiscard]] static std::expected<std::unique_ptr<RuntimePort>, std::string> open(boost::asio::io_context& network,
                                                                                       Handlers handlers);
    ~RuntimePort();
    RuntimePort(const RuntimePort&) = delete;
    RuntimePort& operator=(const RuntimePort&) = delete;

    // The one that AWS_LAMBDA_RUNTIME_API names.
    [[nodiscard]] std::uint16_t port() const;
    // Answers the GET next that waits. There is one: `next` was called since the last give.
    void give(const EventHead& head, std::string payload);

private:
    struct Impl;
    explicit RuntimePort(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
    std::shared_ptr<Impl> impl_;
};

}  // namespace vitrine::host
