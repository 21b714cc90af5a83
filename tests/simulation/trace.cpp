#include "tests/simulation/trace.hpp"

#include <fmt/format.h>

namespace shop::simulation {

void Trace::add(const TraceLine& line) {
    mix(line.step);
    mix(static_cast<std::uint64_t>(line.at.count()));
    mix(line.number);
    mix(line.verb);
    mix(line.outcome);
    if (print_)
        print_(fmt::format("{:5} {:12.3f} s  {:<12} {:<4} {:<22} {}", line.step,
                           static_cast<double>(line.at.count()) / 1e6, line.actor, line.number, line.verb,
                           line.outcome));
}

}  // namespace shop::simulation
