// Names to addresses by c-ares: a static program cannot use glibc's getaddrinfo, which loads modules of the glibc it
// finds.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "lib/time.hpp"

namespace shop::aws {

struct Address {
    sockaddr_storage storage{};
    socklen_t length = 0;
};

// All addresses of both families, the ones to try first in front (RFC 6724); at least one. A numeric address needs no
// look-up. The text says why there is none.
[[nodiscard]] std::expected<std::vector<Address>, std::string> resolve(const std::string& host, std::uint16_t port,
                                                                       vitrine::Deadline deadline);

}  // namespace shop::aws
