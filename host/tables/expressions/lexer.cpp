#include "host/tables/expressions/lexer.hpp"

#include <algorithm>

namespace vitrine::host::tables {
namespace {

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word_part(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

template <typename Predicate>
std::size_t run(std::string_view text, std::size_t from, Predicate belongs) {
    while (from < text.size() && belongs(text[from])) ++from;
    return from;
}

// Where the token that begins at `at` ends, and what it is.
Token token_at(std::string_view text, std::size_t at) {
    const auto cut = [&](TokenKind kind, std::size_t end) { return Token{kind, text.substr(at, end - at), at}; };
    const char c = text[at];
    if (is_letter(c)) return cut(TokenKind::word, run(text, at, is_word_part));
    if (is_digit(c)) return cut(TokenKind::number, c == '0' ? at + 1 : run(text, at, is_digit));  // 07 is 0 and 7
    if (c == '#' || c == ':') {
        const std::size_t end = run(text, at + 1, is_word_part);
        return cut(end == at + 1 ? TokenKind::wrong : c == '#' ? TokenKind::name : TokenKind::value, end);
    }
    const std::string_view two = text.substr(at, 2);
    if (two == "<>" || two == "<=" || two == ">=") return cut(TokenKind::symbol, at + 2);
    constexpr std::string_view single = "()[],.+-=<>";
    return cut(single.find(c) == single.npos ? TokenKind::wrong : TokenKind::symbol, at + 1);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view expression) {
    std::vector<Token> tokens;
    for (std::size_t at = run(expression, 0, is_space); at < expression.size();) {
        tokens.push_back(token_at(expression, at));
        at = run(expression, at + tokens.back().text.size(), is_space);
    }
    tokens.push_back({TokenKind::end, expression.substr(expression.size()), expression.size()});
    return tokens;
}

bool is_keyword(const Token& token, std::string_view upper_case) {
    return token.kind == TokenKind::word &&
           std::ranges::equal(token.text, upper_case, [](char a, char b) { return (a & ~0x20) == b; });
}

}  // namespace vitrine::host::tables
