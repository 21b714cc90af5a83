#include "lib/json_text.hpp"

#include <array>
#include <charconv>

#include "lib/encoding.hpp"

namespace vitrine {

JsonText& JsonText::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    first_ = true;
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    separate();
    append_json_string(out_, value);
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    std::array<char, 24> digits;
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out_.append(digits.data(), written.ptr);
    return *this;
}

JsonText& JsonText::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

JsonText& JsonText::open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
}

void JsonText::separate() {
    if (!first_) out_ += ',';
    first_ = false;
}

}  // namespace vitrine
