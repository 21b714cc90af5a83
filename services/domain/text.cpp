#include "services/domain/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace shop::domain {
namespace {

// U+00C0 to U+017F without their accents (Unicode's own decompositions, and the usual transcription where there is
// none).
constexpr std::array<std::string_view, 0x180 - 0xC0> latin =
    {
        "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
        "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
        "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",  // U+00FF
        "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  // U+010F
        "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  // U+011F
        "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  // U+012F
        "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  // U+013F
        "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  // U+014F
        "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  // U+015F
        "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  // U+016F
        "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s",  // U+017F
};

struct Decoded {
    char32_t point;
    std::size_t length;
};

// One code point from the front. nullopt where it is not well-formed; the caller goes on one byte later.
std::optional<Decoded> decode(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return Decoded{first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return std::nullopt;
    char32_t point = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
        point = (point << 6) | (byte(i) & 0x3Fu);
    }
    return Decoded{point, length};
}

bool is_combining_mark(char32_t point) {
    return point >= 0x300 && point <= 0x36F;
}

// Greek and Cyrillic capitals stand a fixed distance before their small letters.
char32_t lower(char32_t point) {
    if (point >= 0x391 && point <= 0x3A9) return point + 0x20;
    if (point >= 0x410 && point <= 0x42F) return point + 0x20;
    if (point >= 0x400 && point <= 0x40F) return point + 0x50;
    return point;
}

void append_utf8(std::string& out, char32_t point) {
    const auto add = [&](char32_t bits) { out += static_cast<char>(static_cast<std::uint8_t>(bits)); };
    if (point < 0x800) {
        add(0xC0 | (point >> 6));
    } else if (point < 0x10000) {
        add(0xE0 | (point >> 12));
        add(0x80 | ((point >> 6) & 0x3F));
    } else {
        add(0xF0 | (point >> 18));
        add(0x80 | ((point >> 12) & 0x3F));
        add(0x80 | ((point >> 6) & 0x3F));
    }
    add(0x80 | (point & 0x3F));
}

void append_folded(std::string& out, char32_t point) {
    if (point < 0x80) {
        const char c = static_cast<char>(point);
        out += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (point >= 0xC0 && point < 0x180) {
        out += latin[point - 0xC0];
    } else if (point == 0x2019) {  // the typographer's apostrophe
        out += '\'';
    } else if (point < 0xC0 || (point >= 0x2000 && point <= 0x206F)) {
        out += ' ';
    } else if (!is_combining_mark(point)) {
        append_utf8(out, lower(point));
    }
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<std::uint8_t>(c) >= 0x80;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t point : points_of(text)) append_folded(out, point);
    return out;
}

std::u32string points_of(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    while (!text.empty()) {
        const auto decoded = decode(text);
        if (decoded) points += decoded->point;
        text.remove_prefix(decoded ? decoded->length : 1);
    }
    return points;
}

std::string utf8_of(char32_t point) {
    if (point < 0x80) return {static_cast<char>(point)};
    std::string text;
    append_utf8(text, point);
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : fold(text)) {
        if (is_word_byte(c)) {
            word += c;
        } else if (c != '\'' && !word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

}  // namespace shop::domain
