#include "host/cli/port_owner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/peer/peer.hpp"

namespace vitrine::host {

namespace {

namespace fs = std::filesystem;

// The inode of the listening socket, from /proc/net/tcp: `sl local:PORT remote state ... inode`, state 0A = LISTEN.
std::optional<std::uint64_t> listening_inode(const char* table, std::uint16_t port) {
    std::ifstream file(table);
    std::string line;
    const std::string wanted = fmt::format(":{:04X}", port);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout;
        std::uint64_t inode = 0;
        fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        if (state == "0A" && local.ends_with(wanted)) return inode;
    }
    return std::nullopt;
}

}  // namespace

std::optional<PortOwner> owner_of_port(std::uint16_t port) {
    auto inode = listening_inode("/proc/net/tcp", port);
    if (!inode) inode = listening_inode("/proc/net/tcp6", port);
    if (!inode) return std::nullopt;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator("/proc", failed)) {
        const std::string name = entry.path().filename().string();
        if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) continue;
        const auto process = static_cast<pid_t>(std::stol(name));
        if (!has_socket(process, *inode)) continue;
        std::ifstream comm(entry.path() / "comm");
        std::string program;
        std::getline(comm, program);
        return PortOwner{process, program};
    }
    return std::nullopt;
}

}  // namespace vitrine::host
