// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): the same in every build, so its results may be stored. Not for
// secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace vitrine {

[[nodiscard]] constexpr std::uint32_t fnv1a_32(std::string_view bytes) {
    std::uint32_t hash = 0x811c9dc5;
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
    return hash;
}

constexpr std::uint64_t fnv1a_64_basis = 0xcbf29ce484222325;

// `hash`: the result for the bytes before these, to go on from.
[[nodiscard]] constexpr std::uint64_t fnv1a_64(std::string_view bytes, std::uint64_t hash = fnv1a_64_basis) {
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

}  // namespace vitrine
