#include "services/aws/resolver.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <cstring>
#include <memory>
#include <optional>

namespace shop::aws {
namespace {

std::optional<Address> numeric(const std::string& host, std::uint16_t port) {
    Address address;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&address.storage, &v4, sizeof v4);
        address.length = sizeof v4;
        return address;
    }
    if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&address.storage, &v6, sizeof v6);
        address.length = sizeof v6;
        return address;
    }
    return std::nullopt;
}

struct Lookup {
    bool done = false;
    int status = ARES_SUCCESS;
    std::uint16_t port = 0;
    std::vector<Address> found;
};

extern "C" void take_answer(void* argument, int status, int /*timeouts*/, ares_addrinfo* answer) {
    auto& lookup = *static_cast<Lookup*>(argument);
    lookup.done = true;
    lookup.status = status;
    for (const ares_addrinfo_node* node = answer ? answer->nodes : nullptr; node; node = node->ai_next) {
        if (node->ai_family != AF_INET && node->ai_family != AF_INET6) continue;
        Address address;
        address.length = node->ai_addrlen;
        std::memcpy(&address.storage, node->ai_addr, node->ai_addrlen);
        // The port is at the same place for both families.
        reinterpret_cast<sockaddr_in*>(&address.storage)->sin_port = htons(lookup.port);
        lookup.found.push_back(address);
    }
    ares_freeaddrinfo(answer);
}

// Waits for c-ares's sockets once, or until it or the deadline wants to go on.
void wait_once(ares_channel channel, vitrine::Deadline deadline) {
    std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
    const int wanted = ares_getsock(channel, sockets.data(), ARES_GETSOCK_MAXNUM);
    std::array<pollfd, ARES_GETSOCK_MAXNUM> polled{};
    nfds_t count = 0;
    for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM; ++i) {
        const bool reads = ARES_GETSOCK_READABLE(static_cast<unsigned>(wanted), i);
        const bool writes = ARES_GETSOCK_WRITABLE(static_cast<unsigned>(wanted), i);
        if (!reads && !writes) continue;
        const int events = (reads ? POLLIN : 0) | (writes ? POLLOUT : 0);
        polled[count++] = {sockets[i], static_cast<short>(events), 0};
    }
    const auto left = deadline.left().count() + 1;
    timeval most{left / 1000, left % 1000 * 1000};
    timeval next{};
    ares_timeout(channel, &most, &next);
    const int ready = poll(polled.data(), count, static_cast<int>(next.tv_sec * 1000 + next.tv_usec / 1000 + 1));
    if (ready <= 0) ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    for (nfds_t i = 0; ready > 0 && i < count; ++i) {
        const pollfd& at = polled[i];
        ares_process_fd(channel, at.revents & (POLLIN | POLLERR | POLLHUP) ? at.fd : ARES_SOCKET_BAD,
                        at.revents & POLLOUT ? at.fd : ARES_SOCKET_BAD);
    }
}

}  // namespace

std::expected<std::vector<Address>, std::string> resolve(const std::string& host, std::uint16_t port,
                                                         vitrine::Deadline deadline) {
    if (const auto address = numeric(host, port)) return std::vector{*address};
    ares_options options{};
    options.timeout = 500;  // milliseconds for the first try of a server; doubles
    options.tries = 3;
    ares_channel channel = nullptr;
    if (const int status = ares_init_options(&channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
        status != ARES_SUCCESS)
        return std::unexpected("no resolver: " + std::string(ares_strerror(status)));
    Lookup lookup;
    lookup.port = port;
    const std::unique_ptr<std::remove_pointer_t<ares_channel>, void (*)(ares_channel)> owner(channel, ares_destroy);
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    ares_getaddrinfo(channel, host.c_str(), nullptr, &hints, take_answer, &lookup);
    while (!lookup.done && !deadline.passed()) wait_once(channel, deadline);
    if (!lookup.done) return std::unexpected("no answer for the name " + host + " in time");
    if (lookup.found.empty())
        return std::unexpected("no address for the name " + host + ": " + ares_strerror(lookup.status));
    return std::move(lookup.found);
}

}  // namespace shop::aws
