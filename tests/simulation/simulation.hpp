// One run: a shop of a few products, its functions, streams and sockets, and everybody who wants something of it, for
// so many steps; then faults and errands cease, all comes to rest, and the books are closed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulation/scheduler.hpp"

namespace shop::simulation {

struct Run {
    std::uint64_t seed = 1;
    std::uint64_t steps = 1000;
    std::function<void(std::string_view)> print;  // the trace, line by line; none: only its hash is kept
};

struct Verdict {
    std::optional<std::string> complaint;  // which invariant is broken, in words
    std::uint64_t step = 0;                // where the run ended
    std::uint64_t trace = 0;               // hash
    std::size_t orders = 0;
    std::size_t feed = 0;
};

[[nodiscard]] Verdict simulate(const Run& run, Stacks& stacks);

}  // namespace shop::simulation
