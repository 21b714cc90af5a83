// Read, decide, write: and again where someone else was faster.
#pragma once

#include <string_view>
#include <utility>

#include "services/shop/error.hpp"

namespace shop {

// Of n writers at once all but one lose each round, so a few attempts would not suffice; the deadline ends what goes on
// for too long.
constexpr int max_attempts = 50;

// Calls `attempt`, which returns Outcome<std::optional<T>>, until it returns a value or an error. nullopt: another
// write came first, decide anew. `unavailable` after max_attempts; `what` is for the log.
template <typename Attempt>
[[nodiscard]] auto retry_conflicts(std::string_view what, Attempt attempt)
    -> Outcome<typename decltype(attempt())::value_type::value_type> {
    for (int made = 0; made < max_attempts; ++made) {
        auto ended = attempt();
        if (!ended) return std::unexpected(std::move(ended.error()));
        if (*ended) return **std::move(ended);
    }
    return contended(what);
}

}  // namespace shop
