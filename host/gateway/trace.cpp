#include "host/gateway/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/encoding.hpp"
#include "lib/log.hpp"

namespace vitrine::host::gateway {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Calendar {
    std::chrono::year_month_day day;
    std::chrono::weekday weekday;
    std::chrono::hh_mm_ss<std::chrono::seconds> time;

    explicit Calendar(Instant at)
        : day(std::chrono::floor<std::chrono::days>(at)),
          weekday(std::chrono::floor<std::chrono::days>(at)),
          time(std::chrono::floor<std::chrono::seconds>(at - std::chrono::floor<std::chrono::days>(at))) {}
    [[nodiscard]] std::string_view month() const { return months[static_cast<unsigned>(day.month()) - 1]; }
};

class Pool {
public:
    explicit Pool(Random source) : source_(std::move(source)) {}
    void take(std::span<std::uint8_t> out) {
        while (!out.empty()) {
            if (used_ == bytes_.size()) {
                source_(bytes_);
                used_ = 0;
            }
            const std::size_t count = std::min(out.size(), bytes_.size() - used_);
            std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(used_), count, out.begin());
            used_ += count;
            out = out.subspan(count);
        }
    }

private:
    Random source_;
    std::array<std::uint8_t, 1024> bytes_{};
    std::size_t used_ = bytes_.size();
};

}  // namespace

Random buffered(Random source) {
    return [pool = std::make_shared<Pool>(std::move(source))](std::span<std::uint8_t> out) { pool->take(out); };
}

Trace new_trace(const Random& random) {
    return {new_trace_id(random), new_span_id(random)};
}

Trace continue_trace(const Request& request, const Random& random) {
    if (const auto header = request.header("traceparent")) {
        if (auto parent = parse_traceparent(*header))
            return {std::move(parent->trace_id), new_span_id(random), std::move(parent->flags)};
    }
    return new_trace(random);
}

std::string new_gateway_id(const Random& random) {
    std::array<std::uint8_t, 11> bytes{};
    random(bytes);
    return base64url(bytes) + '=';
}

bool is_gateway_id(std::string_view text) {
    constexpr std::size_t length = 16;
    if (text.size() != length || text.back() != '=') return false;
    return std::ranges::all_of(text.substr(0, length - 1), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::string common_log_time(Instant at) {
    const Calendar c(at);
    return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", static_cast<unsigned>(c.day.day()), c.month(),
                       static_cast<int>(c.day.year()), c.time.hours().count(), c.time.minutes().count(),
                       c.time.seconds().count());
}

std::string http_date(Instant at) {
    const Calendar c(at);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[c.weekday.c_encoding()],
                       static_cast<unsigned>(c.day.day()), c.month(), static_cast<int>(c.day.year()),
                       c.time.hours().count(), c.time.minutes().count(), c.time.seconds().count());
}

}  // namespace vitrine::host::gateway
