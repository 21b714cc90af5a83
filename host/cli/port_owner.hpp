// Who listens on a TCP port of this machine.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace vitrine::host {

struct PortOwner {
    pid_t pid;
    std::string program;
};

// nullopt where nobody does, or where it is somebody whose descriptors we may not see.
[[nodiscard]] std::optional<PortOwner> owner_of_port(std::uint16_t port);

}  // namespace vitrine::host
