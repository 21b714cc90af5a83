// One TCP connection, with TLS where it is asked for. Never blocks: each call does what can be done now.
#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "services/aws/endpoint_url.hpp"
#include "services/aws/resolver.hpp"
#include "services/aws/tls.hpp"

namespace shop::aws {

enum class Io { done, wants_read, wants_write, closed, failed };  // closed: by the peer, in good order

struct Transfer {
    Io io;
    std::size_t bytes = 0;  // of a transfer that is done: more than 0
};

class Connection {
public:
    // Begins to connect. `tls` is nullptr for plain HTTP. The text says what failed at once.
    [[nodiscard]] static std::expected<std::unique_ptr<Connection>, std::string> open(const Address& address,
                                                                                      const EndpointUrl& endpoint,
                                                                                      const TlsContext* tls);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Goes on with connecting and the handshake; done: it can send. closed is never returned.
    [[nodiscard]] Io establish();
    // Sends from both parts in one system call where it can.
    [[nodiscard]] Transfer send(std::string_view first, std::string_view second);
    [[nodiscard]] Transfer receive(std::span<char> room);

    // False where the peer closed it, or sent something that was not asked for, while it was idle.
    [[nodiscard]] bool usable();
    [[nodiscard]] int descriptor() const { return descriptor_; }       // for poll(2)
    [[nodiscard]] const std::string& error() const { return error_; }  // why a call failed

private:
    explicit Connection(int descriptor) : descriptor_(descriptor) {}
    Transfer tls_transfer(int result, std::string_view doing);

    int descriptor_;
    TlsSession session_;
    bool connected_ = false;
    std::string error_;
};

}  // namespace shop::aws
