// When to try again, as AWS's SDKs do in standard mode: full jitter, and a quota that retries draw on.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
#pragma once

#include <optional>

#include "lib/ids.hpp"
#include "lib/time.hpp"

namespace shop::aws {

// Shared by all calls of one client: where a service is down, retries soon cease.
class RetryQuota {
public:
    static constexpr int capacity = 500;
    static constexpr int cost = 5;
    static constexpr int cost_of_time_out = 10;

    // False, and nothing is taken, where less is left.
    [[nodiscard]] bool take(int amount) {
        if (left_ < amount) return false;
        left_ -= amount;
        return true;
    }
    // A call succeeded: what its last retry cost comes back, or 1 where it needed none.
    void give_back(int amount) { left_ = left_ + amount > capacity ? capacity : left_ + amount; }
    [[nodiscard]] int left() const { return left_; }

private:
    int left_ = capacity;
};

// How long to wait before the retry after `attempt` attempts (1, 2, ...): from 0 to 25 ms doubled each time, at most 2
// s.
[[nodiscard]] vitrine::Milliseconds full_jitter(int attempt, const vitrine::Random& random);

// The retries of one call.
class Retries {
public:
    static constexpr int most = 8;

    explicit Retries(RetryQuota& quota) : quota_(quota) {}
    // The wait before the next attempt; nullopt where there is to be none: too many, no quota, or no time left after
    // it.
    [[nodiscard]] std::optional<vitrine::Milliseconds> next(bool timed_out, vitrine::Deadline deadline,
                                                            const vitrine::Random& random);
    void succeeded();

private:
    RetryQuota& quota_;
    int attempts_ = 0;
    int last_cost_ = 0;
};

}  // namespace shop::aws
