#include "host/tables/json_text.hpp"

namespace vitrine::host::tables {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void write_escaped(std::string& out, char c) {
    switch (c) {
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
            break;
    }
    out += "\\u00";
    out += hex_digits[static_cast<unsigned char>(c) >> 4];
    out += hex_digits[static_cast<unsigned char>(c) & 15];
}

}  // namespace

void write_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // where the characters not yet written begin
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, plain, i - plain);
        write_escaped(out, c);
        plain = i + 1;
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
}

}  // namespace vitrine::host::tables
