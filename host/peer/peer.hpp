// Who is at the other end of a TCP connection of this machine, as the kernel has it: the protocol does not say.
#pragma once

#include <sys/types.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <optional>

namespace vitrine::host {

struct Peer {
    uid_t user;            // whose process opened the socket
    std::uint64_t socket;  // its inode
};

// Of an accepted IPv4 connection, `theirs` being its remote and `ours` its local end. nullopt where the other end is no
// socket of this machine, or is closed.
[[nodiscard]] std::optional<Peer> peer_of(const boost::asio::ip::tcp::endpoint& theirs,
                                          const boost::asio::ip::tcp::endpoint& ours);

// Is the socket open in this process itself? False where its descriptors may not be looked at.
[[nodiscard]] bool has_socket(pid_t process, std::uint64_t socket);

// Is the socket open in this process or in a descendant of it? False where its descriptors may not be looked at.
[[nodiscard]] bool holds_socket(pid_t process, std::uint64_t socket);

}  // namespace vitrine::host
