// Instants in milliseconds since the Unix epoch, and their text forms.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

using Milliseconds = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Milliseconds>;

// Where the time comes from. Passed in, so that tests and simulations have their own.
using Clock = std::function<Instant()>;
// The machine's wall clock, cut to milliseconds.
[[nodiscard]] Clock system_clock();

// RFC 3339 UTC with milliseconds: 2026-11-22T15:04:05.678Z. Reads a fraction of any length, or none, and drops what is
// finer; nullopt for other offsets than Z, and for a leap second.
[[nodiscard]] std::string rfc3339(Instant at);
[[nodiscard]] std::optional<Instant> from_rfc3339(std::string_view text);

// ISO 8601 basic, as SigV4 has it: 20261122T150405Z. What is finer than a second is dropped; nullopt for any other
// form.
[[nodiscard]] std::string iso8601_basic(Instant at);
[[nodiscard]] std::optional<Instant> from_iso8601_basic(std::string_view text);

// Rounded down.
[[nodiscard]] inline std::int64_t epoch_seconds(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// A point on the monotonic clock after which a call is given up.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;
    explicit Deadline(Clock::time_point at) : at_(at) {}
    // `wait` from now.
    [[nodiscard]] static Deadline in(Milliseconds wait) { return Deadline(Clock::now() + wait); }
    [[nodiscard]] Clock::time_point at() const { return at_; }
    // 0 once it has passed; less than a millisecond counts as 0.
    [[nodiscard]] Milliseconds left() const {
        return std::max(Milliseconds{0}, std::chrono::duration_cast<Milliseconds>(at_ - Clock::now()));
    }
    [[nodiscard]] bool passed() const { return Clock::now() >= at_; }
    // The earlier of the two.
    [[nodiscard]] Deadline earlier(Deadline other) const { return at_ < other.at_ ? *this : other; }

private:
    Clock::time_point at_;
};

}  // namespace vitrine
