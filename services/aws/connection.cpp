#include "services/aws/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

namespace shop::aws {
namespace {

std::string system_error(std::string_view doing, int code) {
    return std::string(doing) + ": " + strerrordesc_np(code);
}

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

std::expected<std::unique_ptr<Connection>, std::string> Connection::open(const Address& address,
                                                                         const EndpointUrl& endpoint,
                                                                         const TlsContext* tls) {
    const int descriptor = socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return std::unexpected(system_error("socket", errno));
    std::unique_ptr<Connection> connection(new Connection(descriptor));
    const int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (tls != nullptr) {
        auto session = tls->session(descriptor, endpoint.host);
        if (!session) return std::unexpected(session.error());
        connection->session_ = *std::move(session);
    }
    const auto* const name = reinterpret_cast<const sockaddr*>(&address.storage);
    if (connect(descriptor, name, address.length) == 0)
        connection->connected_ = true;
    else if (errno != EINPROGRESS && errno != EINTR)
        return std::unexpected(system_error("connect to " + endpoint.authority, errno));
    return connection;
}

Connection::~Connection() {
    close(descriptor_);
}

Io Connection::establish() {
    if (!connected_) {
        pollfd at{descriptor_, POLLOUT, 0};
        if (poll(&at, 1, 0) <= 0) return Io::wants_write;
        int code = 0;
        socklen_t size = sizeof code;
        getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &code, &size);
        if (code != 0) {
            error_ = system_error("connect", code);
            return Io::failed;
        }
        connected_ = true;
    }
    if (!session_) return Io::done;
    ERR_clear_error();
    const int result = SSL_do_handshake(session_.get());
    if (result == 1) return Io::done;
    const Io io = tls_transfer(result, "TLS handshake").io;
    if (io == Io::closed) error_ = "TLS handshake: closed by the peer";
    return io == Io::closed ? Io::failed : io;
}

Transfer Connection::tls_transfer(int result, std::string_view doing) {
    if (result > 0) return {Io::done, static_cast<std::size_t>(result)};
    const int code = errno;
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            return {Io::wants_read};
        case SSL_ERROR_WANT_WRITE:
            return {Io::wants_write};
        case SSL_ERROR_ZERO_RETURN:
            return {Io::closed};
        case SSL_ERROR_SYSCALL:
            error_ = system_error(doing, code);
            return {Io::failed};
        default:
            error_ = tls_error(std::string(doing));
            return {Io::failed};
    }
}

Transfer Connection::send(std::string_view first, std::string_view second) {
    if (session_) {
        const std::string_view part = first.empty() ? second : first;
        ERR_clear_error();
        const auto size = static_cast<int>(std::min<std::size_t>(part.size(), INT_MAX));
        return tls_transfer(SSL_write(session_.get(), part.data(), size), "TLS write");
    }
    iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                      {const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    const ssize_t sent = sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (sent > 0) return {Io::done, static_cast<std::size_t>(sent)};
    if (would_block()) return {Io::wants_write};
    error_ = system_error("send", errno);
    return {Io::failed};
}

Transfer Connection::receive(std::span<char> room) {
    if (session_) {
        ERR_clear_error();
        const auto size = static_cast<int>(std::min<std::size_t>(room.size(), INT_MAX));
        return tls_transfer(SSL_read(session_.get(), room.data(), size), "TLS read");
    }
    const ssize_t got = recv(descriptor_, room.data(), room.size(), 0);
    if (got > 0) return {Io::done, static_cast<std::size_t>(got)};
    if (got == 0) return {Io::closed};
    if (would_block()) return {Io::wants_read};
    error_ = system_error("receive", errno);
    return {Io::failed};
}

bool Connection::usable() {
    pollfd at{descriptor_, POLLIN, 0};
    if (poll(&at, 1, 0) == 0) return true;
    if (!session_) return false;
    // Over TLS the peer may have sent a session ticket; reading it tells.
    char byte = 0;
    ERR_clear_error();
    return tls_transfer(SSL_peek(session_.get(), &byte, 1), "TLS read").io == Io::wants_read;
}

}  // namespace shop::aws
