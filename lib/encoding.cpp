#include "lib/encoding.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace vitrine {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view hex_digits_upper = "0123456789ABCDEF";
constexpr std::string_view standard_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr std::array<std::int8_t, 256> reverse_of(std::string_view alphabet) {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}

// How an ASCII character stands in a JSON string; the text is as wide as a word, to be copied whole.
constexpr std::size_t word_size = sizeof(std::uint64_t);
struct JsonCharacter {
    std::array<char, word_size> text{};
    std::uint8_t length = 0;
};

constexpr JsonCharacter json_character(std::uint8_t c) {
    constexpr std::array<std::pair<char, char>, 5> short_escapes{
        {{'"', '"'}, {'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}}};
    for (const auto& [plain, letter] : short_escapes)
        if (c == static_cast<std::uint8_t>(plain)) return {{'\\', letter}, 2};
    if (c >= 0x20) return {{static_cast<char>(c)}, 1};
    return {{'\\', 'u', '0', '0', hex_digits[c >> 4], hex_digits[c & 15]}, 6};
}

constexpr std::array<JsonCharacter, 128> in_json = [] {
    std::array<JsonCharacter, 128> table;
    for (std::size_t c = 0; c < table.size(); ++c) table[c] = json_character(static_cast<std::uint8_t>(c));
    return table;
}();
constexpr std::string_view replacement_character = "\xef\xbf\xbd";  // U+FFFD

// How many of eight bytes come before the first that is a control character, a quote, a backslash or not ASCII.
// https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord: the lowest bit found is exact.
std::size_t plain_bytes(const char* bytes) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t tops = 0x80 * ones;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, word_size);
    const auto holds = [&](std::uint64_t c) { return ((word ^ c * ones) - ones) & ~(word ^ c * ones); };
    const std::uint64_t control = (word - 0x20 * ones) & ~word;
    const std::uint64_t found = (word | control | holds('"') | holds('\\')) & tops;
    return static_cast<std::size_t>(std::countr_zero(found)) / 8;
}

std::string encode64(Bytes bytes, std::string_view alphabet, bool padded) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        const std::uint32_t group = std::uint32_t{bytes[i]} << 16 | std::uint32_t{bytes[i + 1]} << 8 | bytes[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) out += alphabet[group >> shift & 63];
    }
    const std::size_t rest = bytes.size() - i;
    if (rest == 0) return out;
    const std::uint32_t group = std::uint32_t{bytes[i]} << 16 | (rest == 2 ? std::uint32_t{bytes[i + 1]} << 8 : 0);
    out += alphabet[group >> 18 & 63];
    out += alphabet[group >> 12 & 63];
    if (rest == 2) out += alphabet[group >> 6 & 63];
    if (padded) out.append(3 - rest, '=');
    return out;
}

// Text without padding. Refuses left-over bits that are not zero: every value has one text only.
std::optional<std::string> decode64(std::string_view text, const std::array<std::int8_t, 256>& table) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int value = table[static_cast<std::uint8_t>(c)];
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out += static_cast<char>(bits >> held & 0xff);
    }
    if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
    return out;
}

constexpr std::array<bool, 256> unreserved_characters() {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"))
        table[static_cast<std::uint8_t>(c)] = true;
    return table;
}

// How many bytes follow a lead byte, and what the first of them may be (RFC 3629 section 4). Length 0: not a lead byte.
struct Sequence {
    int following;
    std::uint8_t least;
    std::uint8_t most;
};

constexpr Sequence sequence_of(std::uint8_t lead) {
    if (lead >= 0xc2 && lead <= 0xdf) return {1, 0x80, 0xbf};
    if (lead == 0xe0) return {2, 0xa0, 0xbf};
    if (lead == 0xed) return {2, 0x80, 0x9f};
    if (lead >= 0xe1 && lead <= 0xef) return {2, 0x80, 0xbf};
    if (lead == 0xf0) return {3, 0x90, 0xbf};
    if (lead >= 0xf1 && lead <= 0xf3) return {3, 0x80, 0xbf};
    if (lead == 0xf4) return {3, 0x80, 0x8f};
    return {0, 0, 0};
}

}  // namespace

Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string hex(Bytes bytes) {
    std::string out(bytes.size() * 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out[2 * i] = hex_digits[bytes[i] >> 4];
        out[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out(text.size() / 2, '\0');
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = hex_value(text[2 * i]);
        const int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out[i] = static_cast<char>(high << 4 | low);
    }
    return out;
}

std::string base64(Bytes bytes) {
    return encode64(bytes, standard_alphabet, true);
}

std::optional<std::string> from_base64(std::string_view text) {
    static constexpr auto table = reverse_of(standard_alphabet);
    if (text.size() % 4 != 0) return std::nullopt;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return decode64(text, table);
}

std::string base64url(Bytes bytes) {
    return encode64(bytes, url_alphabet, false);
}

std::optional<std::string> from_base64url(std::string_view text) {
    static constexpr auto table = reverse_of(url_alphabet);
    return decode64(text, table);
}

std::string percent_encode(std::string_view text, bool keep_slash) {
    static constexpr auto unreserved = unreserved_characters();
    std::string out;
    out.reserve(text.size() + text.size() / 4);
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (unreserved[byte] || (keep_slash && c == '/')) {
            out += c;
        } else {
            out += '%';
            out += hex_digits_upper[byte >> 4];
            out += hex_digits_upper[byte & 15];
        }
    }
    return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high << 4 | low);
        i += 2;
    }
    return out;
}

std::size_t utf8_length(std::string_view text) {
    const Bytes bytes = bytes_of(text);
    if (bytes.empty()) return 0;
    if (bytes[0] < 0x80) return 1;
    const Sequence sequence = sequence_of(bytes[0]);
    if (sequence.following == 0 || bytes.size() <= static_cast<std::size_t>(sequence.following)) return 0;
    if (bytes[1] < sequence.least || bytes[1] > sequence.most) return 0;
    for (int i = 2; i <= sequence.following; ++i)
        if ((bytes[static_cast<std::size_t>(i)] & 0xc0) != 0x80) return 0;
    return static_cast<std::size_t>(sequence.following) + 1;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void append_json_string(std::string& out, std::string_view text) {
    std::array<char, 512> room;
    std::size_t used = 0;
    room[used++] = '"';
    for (std::size_t i = 0; i < text.size();) {
        if (room.size() - used < 3 * word_size) out.append(room.data(), std::exchange(used, 0));
        if (text.size() - i >= word_size) {
            const std::size_t plain = plain_bytes(text.data() + i);
            std::memcpy(room.data() + used, text.data() + i, word_size);
            used += plain;
            i += plain;
            if (plain == word_size) continue;
        }
        if (const auto byte = static_cast<std::uint8_t>(text[i]); byte < 0x80) {
            std::memcpy(room.data() + used, in_json[byte].text.data(), word_size);
            used += in_json[byte].length;
            ++i;
        } else {
            const std::size_t length = utf8_length(text.substr(i));
            const std::string_view character = length > 0 ? text.substr(i, length) : replacement_character;
            used += character.copy(room.data() + used, character.size());
            i += std::max<std::size_t>(length, 1);
        }
    }
    room[used++] = '"';
    out.append(room.data(), used);
}

}  // namespace vitrine
