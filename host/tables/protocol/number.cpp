#include "host/tables/protocol/number.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace vitrine::host::tables {
namespace {

constexpr std::size_t max_digits = 38;
constexpr int highest_exponent = 126;     // 0.9... x 10^126 is the largest
constexpr int lowest_exponent = -129;     // 0.1 x 10^-129 is the smallest
constexpr int exponent_beyond = 100'000;  // an exponent in text is cut here: out of range in any case

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct Parts {
    bool negative = false;
    std::string digits;
    int point = 0;  // digits before the point
    int exponent = 0;
};

std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

std::optional<int> take_exponent(std::string_view text) {
    bool negative = false;
    if (text.starts_with('+') || text.starts_with('-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const std::string_view digits = take_digits(text);
    if (digits.empty() || !text.empty()) return std::nullopt;
    int value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc{} || value > exponent_beyond) value = exponent_beyond;
    return negative ? -value : value;
}

std::optional<Parts> split(std::string_view text) {
    Parts parts;
    if (text.starts_with('+') || text.starts_with('-')) {
        parts.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    parts.digits = take_digits(text);
    parts.point = static_cast<int>(parts.digits.size());
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        parts.digits += take_digits(text);
    }
    if (parts.digits.empty()) return std::nullopt;
    if (text.empty()) return parts;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    const auto exponent = take_exponent(text.substr(1));
    if (!exponent) return std::nullopt;
    parts.exponent = *exponent;
    return parts;
}

// Decimal digits of two numbers in one frame, so that column sums are plain.
std::string framed(std::string_view digits, int exponent, int high, int low) {
    std::string out(static_cast<std::size_t>(high - low), '0');
    std::ranges::copy(digits, out.begin() + (high - exponent));
    return out;
}

std::string column_sum(const std::string& a, const std::string& b) {
    std::string out(a.size() + 1, '0');
    int carry = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int sum = (a[i] - '0') + (b[i] - '0') + carry;
        out[i + 1] = static_cast<char>('0' + sum % 10);
        carry = sum / 10;
    }
    out[0] = static_cast<char>('0' + carry);
    return out;
}

// a - b where a >= b; as long as a, after one leading zero so that both sums have one form.
std::string column_difference(const std::string& a, const std::string& b) {
    std::string out(a.size() + 1, '0');
    int borrow = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int difference = a[i] - b[i] - borrow;
        borrow = difference < 0 ? 1 : 0;
        out[i + 1] = static_cast<char>('0' + difference + 10 * borrow);
    }
    return out;
}

}  // namespace

Number::Number(std::int64_t whole) : Number(*parse(std::to_string(whole))) {}

Result<Number> Number::parse(std::string_view text) {
    if (text.empty()) return invalid("The parameter cannot be converted to a numeric value");
    auto parts = split(text);
    if (!parts) return invalid("The parameter cannot be converted to a numeric value: " + std::string(text));
    return make(parts->negative, std::move(parts->digits), parts->point + parts->exponent);
}

Result<Number> Number::make(bool negative, std::string digits, int exponent) {
    const std::size_t leading = std::min(digits.find_first_not_of('0'), digits.size());
    exponent -= static_cast<int>(leading);
    digits.erase(0, leading);
    digits.erase(digits.find_last_not_of('0') + 1);
    Number number;
    if (digits.empty()) return number;
    if (digits.size() > max_digits) return invalid("Attempting to store more than 38 significant digits in a Number");
    if (exponent > highest_exponent)
        return invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
    if (exponent < lowest_exponent)
        return invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range");
    number.negative_ = negative;
    number.digits_ = std::move(digits);
    number.exponent_ = exponent;
    return number;
}

std::string Number::text() const {
    if (digits_.empty()) return "0";
    std::string out = negative_ ? "-" : "";
    const int length = static_cast<int>(digits_.size());
    if (exponent_ <= 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-exponent_), '0');
        out += digits_;
    } else if (exponent_ >= length) {
        out += digits_;
        out.append(static_cast<std::size_t>(exponent_ - length), '0');
    } else {
        const auto point = static_cast<std::size_t>(exponent_);
        out.append(digits_, 0, point);
        out += '.';
        out.append(digits_, point);
    }
    return out;
}

// A byte for the sign, one for the exponent, then two digits a byte; for negative numbers all are complemented and
// closed by 0xff, so that the longer of two with a common start comes first.
std::string Number::ordered() const {
    constexpr char zero = '\x80';
    constexpr char positive = '\xc0';
    if (digits_.empty()) return {zero};
    std::string out{positive, static_cast<char>(exponent_ - lowest_exponent)};
    for (std::size_t i = 0; i < digits_.size(); i += 2) {
        const int second = i + 1 < digits_.size() ? digits_[i + 1] - '0' : 0;
        out += static_cast<char>((digits_[i] - '0') * 10 + second + 1);
    }
    if (!negative_) return out;
    for (char& c : out) c = static_cast<char>(~c);
    out += '\xff';
    return out;
}

std::size_t Number::size() const {
    if (digits_.empty()) return 1;
    return (digits_.size() + 1) / 2 + 1 + (negative_ ? 1 : 0);
}

Number Number::negated() const {
    Number out = *this;
    if (!out.digits_.empty()) out.negative_ = !negative_;
    return out;
}

std::strong_ordering Number::operator<=>(const Number& other) const {
    const auto sign = [](const Number& n) { return n.digits_.empty() ? 0 : n.negative_ ? -1 : 1; };
    if (const auto order = sign(*this) <=> sign(other); order != 0) return order;
    if (digits_.empty()) return std::strong_ordering::equal;
    const auto magnitude = exponent_ != other.exponent_ ? exponent_ <=> other.exponent_ : digits_ <=> other.digits_;
    return negative_ ? 0 <=> magnitude : magnitude;
}

Result<Number> Number::plus(const Number& other) const {
    if (digits_.empty()) return other;
    if (other.digits_.empty()) return *this;
    const auto lowest = [](const Number& n) { return n.exponent_ - static_cast<int>(n.digits_.size()); };
    const int high = std::max(exponent_, other.exponent_);
    const int low = std::min(lowest(*this), lowest(other));
    const std::string mine = framed(digits_, exponent_, high, low);
    const std::string others = framed(other.digits_, other.exponent_, high, low);
    if (negative_ == other.negative_) return make(negative_, column_sum(mine, others), high + 1);
    if (mine >= others) return make(negative_, column_difference(mine, others), high + 1);
    return make(other.negative_, column_difference(others, mine), high + 1);
}

Result<Number> Number::minus(const Number& other) const {
    return plus(other.negated());
}

}  // namespace vitrine::host::tables
