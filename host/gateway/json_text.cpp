#include "host/gateway/json_text.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace vitrine::host::gateway {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

enum class Kind : std::uint8_t { plain, escaped, multibyte };

constexpr std::array<Kind, 256> kinds = [] {
    std::array<Kind, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte)
        table[byte] = byte < 0x20 || byte == '"' || byte == '\\' ? Kind::escaped
                      : byte >= 0x80                             ? Kind::multibyte
                                                                 : Kind::plain;
    return table;
}();

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

// The length of the well-formed sequence that starts at `at`, 0 where there is none (RFC 3629, table 3-7 of Unicode).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const std::uint8_t lead = byte_at(text, at);
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : 4;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return 0;
    const std::uint8_t second = byte_at(text, at + 1);
    const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) return 0;
    for (std::size_t next = 2; next < length; ++next)
        if ((byte_at(text, at + next) & 0xC0) != 0x80) return 0;
    return length;
}

void append_escape(std::string& out, char character) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (character) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += digits[static_cast<std::uint8_t>(character) >> 4U];
            out += digits[static_cast<std::uint8_t>(character) & 0xFU];
    }
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view text) {
    std::size_t run = 0;  // start of what can be copied as it is
    std::size_t at = 0;
    const auto flush = [&] { out.append(text, run, at - run); };
    while (at < text.size()) {
        const Kind kind = kinds[byte_at(text, at)];
        if (kind == Kind::plain) {
            ++at;
            continue;
        }
        if (kind == Kind::multibyte) {
            if (const std::size_t length = sequence_length(text, at); length > 0) {
                at += length;
                continue;
            }
        }
        flush();
        if (kind == Kind::escaped)
            append_escape(out, text[at]);
        else
            out += replacement;
        run = ++at;
    }
    flush();
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    append_json_escaped(out, text);
    out += '"';
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::any_key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
    separate();
    append_json_string(out_, value);
    return *this;
}

JsonWriter& JsonWriter::number(long long value) {
    separate();
    std::array<char, 24> digits;
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out_.append(digits.data(), written.ptr);
    return *this;
}

JsonWriter& JsonWriter::flag(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
}

void JsonWriter::separate() {
    if (!first_) out_ += ',';
    first_ = false;
}

}  // namespace vitrine::host::gateway
