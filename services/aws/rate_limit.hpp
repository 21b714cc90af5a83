// A bound on how much is done a second, as a bucket that fills steadily and holds a tenth of a second's worth.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "lib/time.hpp"

namespace shop::aws {

class RateLimit {
public:
    explicit RateLimit(int per_second) : per_second_(per_second) {}

    // How many of `wanted` may be done now, and takes them: 0 means wait. All of them where there is no limit (0).
    [[nodiscard]] std::size_t take(std::size_t wanted, vitrine::Instant now) {
        if (per_second_ <= 0) return wanted;
        const std::int64_t most = std::max<std::int64_t>(1'000, std::int64_t{per_second_} * 100);
        const std::int64_t passed = filled_at_ ? std::max<std::int64_t>(0, (now - *filled_at_).count()) : most;
        thousandths_ = std::min(most, thousandths_ + std::min(passed, most) * per_second_);
        filled_at_ = now;
        const std::size_t granted = std::min(wanted, static_cast<std::size_t>(thousandths_ / 1'000));
        thousandths_ -= static_cast<std::int64_t>(granted) * 1'000;
        return granted;
    }

private:
    std::int64_t per_second_;
    std::int64_t thousandths_ = 0;  // of one action
    std::optional<vitrine::Instant> filled_at_;
};

}  // namespace shop::aws
