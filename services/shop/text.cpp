#include "services/shop/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "services/shop/unicode.hpp"

namespace shop {
namespace {

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
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};  // what is less is written shorter
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least.at(length) || point > 0x10FFFF || surrogate) return std::nullopt;
    return Decoded{point, length};
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

// Latin letters that Unicode does not decompose, in their usual transcription; sorted.
constexpr auto transcribed = std::to_array<std::pair<char32_t, std::string_view>>({
    {U'\u00E6', "ae"},
    {U'\u00F0', "d"},
    {U'\u00F8', "o"},
    {U'\u00FE', "th"},
    {U'\u0111', "d"},
    {U'\u0127', "h"},
    {U'\u0131', "i"},
    {U'\u0138', "k"},
    {U'\u0142', "l"},
    {U'\u014B', "n"},
    {U'\u0153', "oe"},
    {U'\u0167', "t"},
    {U'\u0180', "b"},
    {U'\u01B6', "z"},
    {U'\u01E5', "g"},
    {U'\u0268', "i"},
    {U'\u0289', "u"},
});

// Accents, and the points of Hebrew, Arabic and Syriac. Other marks (vowel signs, voicing) make other letters.
bool is_accent(char32_t point) {
    const int combining_class = utf8proc_get_property(static_cast<utf8proc_int32_t>(point))->combining_class;
    return combining_class == 1 || (combining_class >= 10 && combining_class <= 36) || combining_class >= 200;
}

bool is_apostrophe(char32_t point) {
    return point == 0x2019 || point == 0x02BC;  // the typographer's, the letter
}

void append_decomposed(std::string& out, char32_t point) {
    const auto* known = std::ranges::lower_bound(transcribed, point, {}, &std::pair<char32_t, std::string_view>::first);
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (known != transcribed.end() && known->first == point) {
        out += known->second;
    } else if (is_apostrophe(point)) {
        out += '\'';
    } else if (is_word_character(point)) {
        if (!is_accent(point)) append_utf8(out, point);
    } else if (!is_invisible(point)) {
        out += ' ';
    }
}

void append_folded(std::string& out, char32_t point) {
    constexpr auto how =
        static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_IGNORE);
    std::array<utf8proc_int32_t, 32> parts{};  // Unicode's longest decomposition has 18
    int boundary = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), parts.data(), std::ssize(parts), how, &boundary);
    for (utf8proc_ssize_t i = 0; i < count; ++i) {
        append_decomposed(out, static_cast<char32_t>(parts[static_cast<std::size_t>(i)]));
    }
}

char lower(char c) {
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<std::uint8_t>(c) >= 0x80;
}

bool is_ideograph(char32_t point) {
    return (point >= 0x3041 && point <= 0x3096) || (point >= 0x3400 && point <= 0x4DBF) ||
           (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x20000 && point <= 0x3FFFF);
}

// Folded text with a blank before and after each ideograph and hiragana.
std::string apart(std::string folded) {
    constexpr std::uint8_t first_byte = 0xE3;  // of U+3000
    if (std::ranges::none_of(folded, [](char c) { return static_cast<std::uint8_t>(c) >= first_byte; })) return folded;
    std::string text;
    bool after_ideograph = false;
    for (const char32_t point : points_of(folded)) {
        const bool voicing = point == 0x3099 || point == 0x309A;  // belongs to the hiragana before it
        if (is_ideograph(point) || (after_ideograph && !voicing)) text += ' ';
        text += utf8_of(point);
        after_ideograph = is_ideograph(point) || (after_ideograph && voicing);
    }
    return text;
}

}  // namespace

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const char first = text.front();
        if (static_cast<std::uint8_t>(first) < 0x80) {  // most text is ASCII
            out += lower(first);
            text.remove_prefix(1);
            continue;
        }
        const auto decoded = decode(text);
        if (decoded) append_folded(out, decoded->point);
        text.remove_prefix(decoded ? decoded->length : 1);
    }
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

std::string spaced_words_of(std::string_view text) {
    std::string words = apart(fold(text));
    words += ' ';
    // What stands between words becomes one blank, in place.
    std::size_t end = 0;
    for (const char c : words) {
        if (is_word_byte(c)) {
            words[end++] = c;
        } else if (c != '\'' && end > 0 && words[end - 1] != ' ') {
            words[end++] = ' ';
        }
    }
    words.resize(end);
    return words;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    const std::string spaced = spaced_words_of(text);
    for (std::size_t start = 0; start < spaced.size();) {
        const std::size_t end = spaced.find(' ', start);
        words.emplace_back(spaced, start, end - start);
        start = end + 1;
    }
    return words;
}

std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

}  // namespace shop
