// Expressions cut into tokens.
#pragma once

#include <string_view>
#include <vector>

namespace vitrine::host::tables {

enum class TokenKind {
    word,    // an attribute, a keyword or a function
    name,    // #n
    value,   // :v
    number,  // a position in a list
    symbol,  // ( ) [ ] , . + - = <> < <= > >=
    wrong,   // a character that begins no token
    end,
};

struct Token {
    TokenKind kind;
    std::string_view text;  // of the expression
    std::size_t at;         // where it begins
};

// Always ends with one token of kind `end`.
[[nodiscard]] std::vector<Token> tokens_of(std::string_view expression);

// Any case: AND, and, And.
[[nodiscard]] bool is_keyword(const Token& token, std::string_view upper_case);

}  // namespace vitrine::host::tables
