// A client of somebody else's DynamoDB (AWS's DynamoDB Local) over plain HTTP, signed as AWS wants it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lib/sigv4.hpp"
#include "lib/time.hpp"

namespace vitrine::host {

struct DynamoDbAddress {
    std::string host;
    std::uint16_t port = 80;

    // http://HOST[:PORT], nothing else.
    [[nodiscard]] static std::expected<DynamoDbAddress, std::string> parse(std::string_view url);
};

// http://HOST:PORT
[[nodiscard]] std::string to_url(const DynamoDbAddress& address);

struct DynamoDbAnswer {
    int status = 0;
    std::string body;
};
using DynamoDbDone = std::function<void(std::expected<DynamoDbAnswer, std::string>)>;

class DynamoDbClient {
public:
    static constexpr std::string_view tables = "DynamoDB_20120810.";
    static constexpr std::string_view streams = "DynamoDBStreams_20120810.";
    static constexpr Milliseconds timeout{10'000};

    DynamoDbClient(boost::asio::io_context& network, DynamoDbAddress address, sigv4::Credentials credentials,
                   std::string region, Clock clock);

    // `target`: DynamoDB_20120810.PutItem. One connection a call; `done` comes later, on the network thread.
    void call(const std::string& target, std::string body, DynamoDbDone done);

private:
    boost::asio::io_context& network_;
    DynamoDbAddress address_;
    sigv4::Signer signer_;
    Clock clock_;
};

// The same, and waits for the answer. For the time before anything runs.
[[nodiscard]] std::expected<DynamoDbAnswer, std::string> call_and_wait(const DynamoDbAddress& address,
                                                                       const sigv4::Credentials& credentials,
                                                                       const std::string& region, const Clock& clock,
                                                                       const std::string& target, std::string body);

}  // namespace vitrine::host
