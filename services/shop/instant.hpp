// A moment, in milliseconds since the Unix epoch. The domain is told the time, it never asks.
#pragma once

#include <chrono>

namespace shop {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace shop
