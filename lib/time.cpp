#include "lib/time.hpp"

#include <cstdint>

namespace vitrine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct Civil {
    int year, month, day, hour, minute, second, millisecond;
};

Civil civil(Instant at) {
    const auto day = std::chrono::floor<days>(at);
    const year_month_day date{day};
    const auto rest = static_cast<int>((at - day).count());
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            rest / 3'600'000,
            rest / 60'000 % 60,
            rest / 1'000 % 60,
            rest % 1'000};
}

// nullopt where there is no such day or time; a leap second (:60) is refused, as a sys_time cannot hold it.
std::optional<Instant> instant(const Civil& c) {
    const year_month_day date{std::chrono::year{c.year}, std::chrono::month{static_cast<unsigned>(c.month)},
                              std::chrono::day{static_cast<unsigned>(c.day)}};
    if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 59) return std::nullopt;
    return Instant{sys_days{date} + hours{c.hour} + minutes{c.minute} + seconds{c.second} +
                   Milliseconds{c.millisecond}};
}

void append_digits(std::string& out, int value, int width) {
    char digits[8];
    for (int i = width - 1; i >= 0; --i, value /= 10) digits[i] = static_cast<char>('0' + value % 10);
    out.append(digits, static_cast<std::size_t>(width));
}

// Reads a text of fixed form from the left; `good` turns false at the first character that does not fit.
struct Reader {
    std::string_view text;
    bool good = true;

    int digits(std::size_t width) {
        int value = 0;
        good = good && text.size() >= width;
        for (std::size_t i = 0; good && i < width; ++i) {
            good = text[i] >= '0' && text[i] <= '9';
            value = value * 10 + (text[i] - '0');
        }
        if (good) text.remove_prefix(width);
        return good ? value : 0;
    }
    void expect(char c) {
        good = good && text.starts_with(c);
        if (good) text.remove_prefix(1);
    }
    // `.5`, `.678`, `.678912`: one digit or more; what is finer than a millisecond is dropped.
    int fraction() {
        if (!good || !text.starts_with('.')) return 0;
        text.remove_prefix(1);
        int value = 0;
        std::size_t count = 0;
        for (; count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count)
            if (count < 3) value = value * 10 + (text[count] - '0');
        good = count > 0;
        text.remove_prefix(count);
        for (std::size_t i = count; i < 3; ++i) value *= 10;
        return value;
    }
};

}  // namespace

Clock system_clock() {
    return [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); };
}

std::string rfc3339(Instant at) {
    const Civil c = civil(at);
    std::string out;
    out.reserve(24);
    append_digits(out, c.year, 4);
    out += '-';
    append_digits(out, c.month, 2);
    out += '-';
    append_digits(out, c.day, 2);
    out += 'T';
    append_digits(out, c.hour, 2);
    out += ':';
    append_digits(out, c.minute, 2);
    out += ':';
    append_digits(out, c.second, 2);
    out += '.';
    append_digits(out, c.millisecond, 3);
    out += 'Z';
    return out;
}

std::optional<Instant> from_rfc3339(std::string_view text) {
    Reader read{text};
    Civil c{};
    c.year = read.digits(4);
    read.expect('-');
    c.month = read.digits(2);
    read.expect('-');
    c.day = read.digits(2);
    read.expect('T');
    c.hour = read.digits(2);
    read.expect(':');
    c.minute = read.digits(2);
    read.expect(':');
    c.second = read.digits(2);
    c.millisecond = read.fraction();
    read.expect('Z');
    if (!read.good || !read.text.empty()) return std::nullopt;
    return instant(c);
}

std::string iso8601_basic(Instant at) {
    const Civil c = civil(at);
    std::string out;
    out.reserve(16);
    append_digits(out, c.year, 4);
    append_digits(out, c.month, 2);
    append_digits(out, c.day, 2);
    out += 'T';
    append_digits(out, c.hour, 2);
    append_digits(out, c.minute, 2);
    append_digits(out, c.second, 2);
    out += 'Z';
    return out;
}

std::optional<Instant> from_iso8601_basic(std::string_view text) {
    Reader read{text};
    Civil c{};
    c.year = read.digits(4);
    c.month = read.digits(2);
    c.day = read.digits(2);
    read.expect('T');
    c.hour = read.digits(2);
    c.minute = read.digits(2);
    c.second = read.digits(2);
    read.expect('Z');
    if (!read.good || !read.text.empty()) return std::nullopt;
    return instant(c);
}

}  // namespace vitrine
