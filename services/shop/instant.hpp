// A moment, in milliseconds since the Unix epoch. Rules are given the time and never read a clock.
#pragma once

#include <chrono>

namespace shop {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace shop
