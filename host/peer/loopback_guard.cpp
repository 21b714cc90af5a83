#include "host/peer/loopback_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace vitrine::host {

namespace {

bool same_name(std::string_view name, std::string_view lower) {
    return std::ranges::equal(name, lower,
                              [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

}  // namespace

bool is_browser_header(std::string_view name) {
    constexpr std::array<std::string_view, 4> marks{"origin", "sec-fetch-site", "sec-fetch-dest", "sec-fetch-user"};
    return std::ranges::any_of(marks, [&](std::string_view mark) { return same_name(name, mark); });
}

std::string loopback_authority(std::uint16_t port) {
    return fmt::format("127.0.0.1:{}", port);
}

}  // namespace vitrine::host
