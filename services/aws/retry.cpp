#include "services/aws/retry.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace shop::aws {

using vitrine::Milliseconds;

Milliseconds full_jitter(int attempt, const vitrine::Random& random) {
    constexpr std::uint32_t first = 25;
    constexpr std::uint32_t longest = 2'000;
    const std::uint32_t bound = std::min(longest, first << std::min(attempt - 1, 10));
    std::array<std::uint8_t, 4> bytes{};
    random(bytes);
    std::uint32_t drawn = 0;
    for (const std::uint8_t byte : bytes) drawn = drawn << 8 | byte;
    return Milliseconds{drawn % (bound + 1)};
}

std::optional<Milliseconds> Retries::next(bool timed_out, vitrine::Deadline deadline, const vitrine::Random& random) {
    ++attempts_;
    const Milliseconds wait = full_jitter(attempts_, random);
    const int cost = timed_out ? RetryQuota::cost_of_time_out : RetryQuota::cost;
    if (attempts_ > most || deadline.left() <= wait || !quota_.take(cost)) return std::nullopt;
    last_cost_ = cost;
    return wait;
}

void Retries::succeeded() {
    quota_.give_back(last_cost_ > 0 ? last_cost_ : 1);
}

}  // namespace shop::aws
